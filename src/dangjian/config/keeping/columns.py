"""Tables and columns as they are stored, and their values in a form that SQLite and PostgreSQL share.

Values are read and written below the fields of ours: what is encrypted stays encrypted. In an archive a moment is
ISO 8601 in UTC, a day ISO 8601, a decimal and a UUID a text, JSON the text of the JSON with sorted keys, bytes base64;
whole numbers, fractions, yes and no, and texts are themselves.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

from django.apps import apps
from django.db import connection, models

LEFT_OUT = ("sessions.Session", "usersessions.UserSession", "figures.TallyDay", "figures.Tally", "figures.TallyMark")
"""Who is signed in now: after a restore everybody signs in anew, and a stolen backup opens no session. Tallies are
counted from what is restored, whose triggers write marks of their own."""
MADE_BY_MIGRATING = ("contenttypes.ContentType", "auth.Permission")
"""Filled whenever a database is migrated; replaced by a restore."""

Field: TypeAlias = "models.Field[Any, Any]"


def kept_models() -> list[type[models.Model]]:
    """Every model with a table of its own that a backup holds, in the order of table names."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def stored_fields(model: type[models.Model]) -> list[Field]:
    """The columns of a table, those apart that the database computes itself."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def column_names(model: type[models.Model]) -> list[str]:
    """Their names in the database."""
    return [str(field.column) for field in stored_fields(model)]


def kind_of(field: Field) -> str:
    """Django's name for the type of a column; of a reference, the type of the key it points at."""
    return _target(field).get_internal_type()


def _target(field: Field) -> Field:
    while field.remote_field is not None:
        field = field.target_field  # type: ignore[attr-defined]
    return field


def reader(field: Field) -> Callable[[Any], Any]:
    """A function from what the database gives for a column to what stands in an archive."""
    target = _target(field)
    column = target.get_col(target.model._meta.db_table)
    converters = connection.ops.get_db_converters(column)
    as_json = target.get_internal_type() == "JSONField"

    def read(value: Any) -> Any:
        if value is None:
            return None
        if as_json:
            held = json.loads(value) if isinstance(value, str | bytes) else value
            return json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        for convert in converters:
            value = convert(value, column, connection)
        return _plain(value)

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value if isinstance(value, str | int | float | bool) else str(value)


_MADE_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    "BinaryField": base64.b64decode,
    "UUIDField": uuid.UUID,
}


def writer(field: Field) -> Callable[[Any], Any]:
    """A function from what stands in an archive to what the database takes for a column."""
    target = _target(field)
    kind = target.get_internal_type()
    if kind == "JSONField":
        return lambda text: None if text is None else connection.ops.adapt_json_value(json.loads(text), None)
    make = _MADE_FROM_TEXT.get(kind)
    # A field of Django's own: what is encrypted must not be encrypted again.
    options = {name: getattr(target, name) for name in ("max_digits", "decimal_places") if kind == "DecimalField"}
    plain: Field = getattr(models, kind)(**options)

    def write(value: Any) -> Any:
        if value is not None and make is not None:
            value = make(value)
        return plain.get_db_prep_save(value, connection)

    return write


def select_sql(model: type[models.Model]) -> str:
    """The statement that reads a table whole, in the order of its keys."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in column_names(model))
    return f"SELECT {names} FROM {quote(model._meta.db_table)} ORDER BY {quote(str(model._meta.pk.column))}"  # noqa: S608


def insert_sql(model: type[models.Model]) -> str:
    """The statement that writes one row."""
    quote = connection.ops.quote_name
    columns = column_names(model)
    names = ", ".join(quote(name) for name in columns)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


def plain_rows(model: type[models.Model], rows: Iterator[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """Rows of the database as they stand in an archive."""
    readers = [reader(field) for field in stored_fields(model)]
    for row in rows:
        yield [read(value) for read, value in zip(readers, row, strict=True)]
