"""The rows of a model city on SQLite, brought into an empty PostgreSQL by COPY: much faster than building it again."""

import sqlite3
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

KEPT_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission", "django_site"}


def copy(source: str) -> dict:
    """Copy all tables of our models; the database checks and marks nothing meanwhile, and learns the sizes after."""
    copied = 0
    kept = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = [m for m in tables if not m._meta.proxy and m._meta.db_table not in KEPT_BY_MIGRATE]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        indexes = _taken_down(cursor)
        for model in tables:
            copied += _table(kept, cursor, model)
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for made in indexes:
            cursor.execute(made)
        cursor.execute("SET session_replication_role = origin")
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    return {"copied": copied}


def _taken_down(cursor: Any) -> list[str]:
    """What makes the indexes again that no constraint needs: made of all rows at once they are done sooner."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint WHERE conname = indexname) ORDER BY indexname"
    )
    found: list[tuple[str, str]] = cursor.fetchall()
    for name, _made in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [made for _name, made in found]


def _table(kept: sqlite3.Connection, cursor: Any, model: type[models.Model]) -> int:
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    made = [_made(field) for field in fields]
    cursor.execute(f'DELETE FROM "{table}"')
    number = 0
    with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as target:
        for row in kept.execute(f'SELECT {columns} FROM "{table}"'):
            target.write_row([make(value) for make, value in zip(made, row, strict=True)])
            number += 1
    return number


def _made(field: models.Field) -> Callable[[Any], Any]:
    """SQLite keeps moments without their zone, and truth as a number."""
    if isinstance(field, models.BooleanField):
        return lambda value: None if value is None else bool(value)
    if isinstance(field, models.DateTimeField):
        return lambda value: None if value is None else f"{value}+00"
    return lambda value: value
