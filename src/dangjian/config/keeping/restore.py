"""Reading a backup into an empty database: whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.chain import Break, verify

from . import actions
from .archive import PIECE, Tell, check_contents, migrations_now, opened_archive, place_of, silent
from .columns import LEFT_OUT, MADE_BY_MIGRATING, insert_sql, kept_models, stored_fields, writer
from .errors import ArchiveError, NotRestorable

AT_ONCE = 1000


@dataclass(frozen=True)
class Restored:
    """What was read back, and where the audit chains do not hold: then they did not hold when it was written."""

    tables: int
    rows: int
    files: int
    written_at: str
    breaks: list[Break]


def read_backup(path: Path, *, tell: Tell = silent) -> Restored:
    """Check the archive whole, then write all of it in one transaction.

    A database that was never migrated is migrated first. Whatever ends the work in between, even the power, leaves
    the database empty, and it may simply be started again.

    Raises:
        ArchiveError: the archive is damaged or was changed, or its keys are not those configured here.
        NotRestorable: the database is not empty, or stands at other migrations.
    """
    archive, manifest = opened_archive(path)
    with archive:
        Path(settings.DANGJIAN_VAR).mkdir(parents=True, exist_ok=True)
        if not migrations_now():
            tell("migrating", 0, 0)
            call_command("migrate", verbosity=0)
        _refuse_other_migrations(manifest)
        refuse_unless_empty()
        check_contents(archive, manifest, tell)
        listed = {model._meta.label: model for model in kept_models()}
        with transaction.atomic(durable=True):
            refuse_unless_empty()
            _clear_made_by_migrating(listed)
            for table in manifest["tables"]:
                _fill(archive, _model_of(table, listed), table, tell)
            _reset_sequences(list(listed.values()))
            _compare(manifest, listed)
            breaks = list(verify())
            for file in manifest["files"]:
                _put_back(archive, file["name"])
            audit.record(
                actions.RESTORED,
                None,
                by=None,
                organisation=None,
                changes={"written_at": manifest["written_at"], "seal": manifest["seal"]},
            )
    rows = sum(table["rows"] for table in manifest["tables"])
    return Restored(len(manifest["tables"]), rows, len(manifest["files"]), manifest["written_at"], breaks)


def refuse_unless_empty() -> None:
    """Raises NotRestorable when a table holds a row that did not come from migrating."""
    for model in kept_models():
        if model._meta.label not in MADE_BY_MIGRATING and model._base_manager.exists():
            raise NotRestorable(
                f"The database is not empty: there are rows in {model._meta.db_table}. A backup is only read into an "
                "empty database; give DATABASE_URL (or DANGJIAN_VAR) of a new one."
            )


def _refuse_other_migrations(manifest: dict[str, Any]) -> None:
    here, there = set(migrations_now()), set(manifest["migrations"])
    if here == there:
        return
    lacking, beyond = sorted(there - here), sorted(here - there)
    words = "; ".join(
        f"{what} {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"
        for what, names in (("lacks", lacking), ("is beyond", beyond))
        if names
    )
    raise NotRestorable(
        f"The backup was written by version {manifest['product_version']} and the database {words}. Install that "
        "version, restore there, and upgrade afterwards."
    )


def _model_of(table: dict[str, Any], listed: dict[str, type[models.Model]]) -> type[models.Model]:
    model = listed.get(table["model"])
    columns = [column["name"] for column in table["columns"]]
    if model is None or [field.column for field in stored_fields(model)] != columns:
        raise ArchiveError(f"The table {table['name']} of the archive is not one of this version.")
    return model


def _clear_made_by_migrating(listed: dict[str, type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for label in (*reversed(MADE_BY_MIGRATING), *LEFT_OUT):
            if label in listed:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(listed[label]._meta.db_table)}")  # noqa: S608


def _fill(archive: ZipFile, model: type[models.Model], table: dict[str, Any], tell: Tell) -> None:
    writers = [writer(field) for field in stored_fields(model)]
    statement, done = insert_sql(model), 0
    tell(table["name"], 0, table["rows"])
    with archive.open(table["file"]) as lines, connection.cursor() as cursor:
        while found := list(islice(_rows(lines), AT_ONCE)):
            cursor.executemany(
                statement, [[write(value) for write, value in zip(writers, row, strict=True)] for row in found]
            )
            done += len(found)
            tell(table["name"], done, table["rows"])


def _rows(lines: Any) -> Iterator[list[Any]]:
    for line in lines:
        yield json.loads(line)


def _reset_sequences(found: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)


def _compare(manifest: dict[str, Any], listed: dict[str, type[models.Model]]) -> None:
    for table in manifest["tables"]:
        count = listed[table["model"]]._base_manager.count()
        if count != table["rows"]:
            raise ArchiveError(f"{table['name']} has {count} rows after reading, not {table['rows']}.")
    connection.check_constraints()


def _put_back(archive: ZipFile, name: str) -> None:
    place = place_of(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        shutil.copyfileobj(source, file, PIECE)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(place)
