"""Checks of what the platform stands on: settings, database, disk, keys."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.checks.messages import CheckMessage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dangjian.kernel.access.clock import today
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import ADMINISTRATORS, Role
from dangjian.kernel.health import Check, Finding, register
from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.privacy.rotation import protected_fields, stale, uses_old_keys
from dangjian.kernel.tree.models import Organisation

from .settings import DEVELOPMENT_KEY

LEAST_FREE = 2 << 30
SAMPLE = 2000


def _settings() -> Iterator[Finding]:
    found: list[CheckMessage] = [one for one in run_checks() if one.level >= ERROR]
    for one in found:
        yield Finding(one.msg, str(one.hint or "See docs/configuration.md."))
    if not settings.PRODUCTION and not settings.DANGJIAN_TODAY:
        if settings.SECRET_KEY == DEVELOPMENT_KEY:
            yield Finding(
                "This is no model city, yet the secret key is the one for development.",
                "Set DANGJIAN_PRODUCTION=1, DANGJIAN_SECRET_KEY and DANGJIAN_DATA_KEY before real records are entered.",
            )
        if settings.DEBUG:
            yield Finding("Debug pages are on.", "Unset DANGJIAN_DEBUG.")


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding(f"{len(plan)} migrations are not applied, the first is {plan[0][0]}.", "Run “dangjian migrate”.")
    known = set(executor.loader.disk_migrations)
    for app, name in sorted(set(executor.loader.applied_migrations) - known)[:1]:
        yield Finding(f"The database was migrated by a newer version ({app}.{name}).", "Install that version.")


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            if mode not in ("wal", "memory"):
                yield Finding(f"SQLite keeps its journal as “{mode}”, so readers block writers.", "Start once anew.")
            for (words,) in cursor.execute("PRAGMA quick_check(3)").fetchall():
                if words != "ok":
                    yield Finding(f"SQLite finds damage: {words}.", "Stop, keep the file, restore the last backup.")
        else:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
            if encoding != "UTF8":
                yield Finding(f"The database is encoded as {encoding}.", "Make it anew with ENCODING 'UTF8'.")


def _disk() -> Iterator[Finding]:
    places = (Path(settings.DANGJIAN_VAR), Path(settings.MEDIA_ROOT))
    for place in dict.fromkeys(next(p for p in (wanted, *wanted.parents) if p.exists()) for wanted in places):
        if not os.access(place, os.W_OK):
            yield Finding(f"The folder {place} cannot be written.", "Give it to the user that runs the platform.")
        free = shutil.disk_usage(place).free
        needed = max(LEAST_FREE, 2 * _database_size())
        if free < needed:
            yield Finding(
                f"{free >> 20} MB are free at {place}; {needed >> 20} MB should be.", "Make room, or move DANGJIAN_VAR."
            )
    if shutil.disk_usage(tempfile.gettempdir()).free < LEAST_FREE:
        yield Finding("The folder for temporary files is almost full.", "Make room, or set TMPDIR.")


def _database_size() -> int:
    if connection.vendor != "sqlite":
        return 0
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if path.is_file() else 0


def _indexes() -> Iterator[Finding]:
    for model in apps.get_models():
        count, first = 0, None
        for pk in stale(model):
            count, first = count + 1, first or pk
        if count:
            yield Finding(
                f"{count} rows of {model._meta.label} are not found by what they hold encrypted; the first is {first}.",
                "Run “dangjian renew-keys”.",
            )


def _old_keys() -> Iterator[Finding]:
    for model in apps.get_models():
        for field in protected_fields(model):
            if not isinstance(field, EncryptedTextField):
                continue
            table, column = (connection.ops.quote_name(n) for n in (model._meta.db_table, str(field.column)))
            with connection.cursor() as cursor:
                # Old rows are encrypted first, so some of the oldest say whether a rotation was finished.
                cursor.execute(
                    f"SELECT {column} FROM {table} WHERE {column} <> '' ORDER BY 1 LIMIT {SAMPLE}"  # noqa: S608
                )
                if any(uses_old_keys(token) for (token,) in cursor.fetchall()):
                    yield Finding(
                        f"{model._meta.label}.{field.name} still holds entries under an old key.",
                        "Run “dangjian renew-keys” before taking the old key out of DANGJIAN_DATA_KEY.",
                    )


def _administrators() -> Iterator[Finding]:
    if not Organisation.objects.exists():
        yield Finding("There is no organisation yet.", "Run “dangjian account create --help”.")
        return
    held = set(Grant.objects.on(today()).filter(account__is_active=True).values_list("role", flat=True))
    lacking = [str(Role(role).value) for role in ADMINISTRATORS if role not in held]
    if lacking:
        yield Finding(
            f"Nobody holds the role {', '.join(lacking)}.", "Run “dangjian account create … --role …” at the server."
        )


register(Check("config.settings", "Settings", _settings))
register(Check("config.database", "Database", _database))
register(Check("config.migrations", "Migrations", _migrations))
register(Check("config.disk", "Room on the disk", _disk))
register(Check("config.keys", "Entries under old keys", _old_keys))
register(Check("config.administrators", "Three administrators", _administrators))
register(Check("config.indexes", "Blind indexes", _indexes, only_with="caches"))
