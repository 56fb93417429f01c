"""Rows of many tables in one statement: so that a desk or a search does not ask once for each room there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, Func, JSONField, Model, QuerySet, TextField

KEY = "pk"


@dataclass(frozen=True)
class Brief:
    """Rows of one table, and what is read of each.

    Attributes:
        rows: a query set within its reader's scope, in order and cut to the number wanted.
        names: look-ups of what is read, such as "title" and "organisation__short_name"; keys come along by
            themselves. For words, numbers, days and yes or no; not for moments or what is encrypted.
    """

    rows: QuerySet[Any]
    names: Sequence[str]


class InOne(Func):
    """Values of a row as a JSON list, so that rows of all tables have the same one column.

    Django's own functions of this kind ask SQLite, once on each connection and in a transaction that a page which
    reads may not open, whether it knows JSON; every SQLite that Django runs on does.
    """

    function = "JSON_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="JSONB_BUILD_ARRAY", template="%(function)s(%(expressions)s)::text"
        )


def together(briefs: Sequence[Brief]) -> list[list[Any]]:
    """The records of each brief, in order, by one statement whatever the number of tables.

    The records are of their models and hold what was named; what was not is fetched when it is touched, as after
    ``only()``, which is what the tests of those who declare briefs look for.
    """
    found: list[list[Any]] = [[] for _brief in briefs]
    legs: list[str] = []
    given: list[Any] = []
    makers: dict[int, Callable[[list[Any]], Any]] = {}
    for number, brief in enumerate(briefs):
        names = _with_keys(brief.names)
        rows = brief.rows.values(brief_of_row=InOne(*(F(name) for name in names)))
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        legs.append(
            f"SELECT {number} AS leg_number, ROW_NUMBER() OVER () AS row_place, leg.brief_of_row FROM ({sql}) AS leg"  # noqa: S608 - composed of compiled query sets; values stay parameters
        )
        given.extend(params)
        makers[number] = _maker(brief.rows, names)
    if legs:
        with connections[briefs[0].rows.db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(legs), given)
            for number, _place, values in sorted(cursor.fetchall(), key=lambda row: row[:2]):
                found[number].append(makers[number](json.loads(values)))
    return found


def _with_keys(names: Sequence[str]) -> list[str]:
    """The names, and the key of every record on the way: without it an absent one would look like an empty one."""
    ways = {name.rpartition("__")[0] for name in names} | {""}
    for way in list(ways):
        parts = way.split("__")
        ways |= {"__".join(parts[: n + 1]) for n in range(len(parts))}
    return list(dict.fromkeys([*names, *(f"{way}__{KEY}" if way else KEY for way in sorted(ways))]))


def _maker(rows: QuerySet[Any], names: Sequence[str]) -> Callable[[list[Any]], Any]:
    """What makes a record of the values of a row."""
    reading = [(name, _reader(rows, name)) for name in names]
    return lambda values: _record(
        rows.model, {name: read(value) for (name, read), value in zip(reading, values, strict=True)}, rows.db
    )


def _reader(rows: QuerySet[Any], name: str) -> Callable[[Any], Any]:
    """What makes a value of a field of what stands for it in JSON."""
    field = _field(rows, name)
    if isinstance(field, JSONField) and not connections[rows.db].features.has_native_json_field:
        return lambda value: None if value is None else json.loads(value)
    return cast("Callable[[Any], Any]", field.to_python)


def _field(rows: QuerySet[Any], name: str) -> Any:
    if name in rows.query.annotations:
        return rows.query.annotations[name].output_field
    model: Any = rows.model
    *way, last = name.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model
    return model._meta.pk if last == KEY else model._meta.get_field(last)


def _record(model: type[Model], values: dict[str, Any], using: str) -> Any:
    own: dict[str, Any] = {}
    beside: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        head, _, rest = name.partition("__")
        if rest:
            beside.setdefault(head, {})[rest] = value
        else:
            own[head] = value
    own[model._meta.pk.attname] = own.pop(KEY)
    related = {}
    for head, below in beside.items():
        relation: Any = model._meta.get_field(head)
        related[relation] = None if below[KEY] is None else _record(relation.related_model, below, using)
        if relation.concrete:
            own[relation.attname] = below[KEY]
    loaded = [field.attname for field in model._meta.concrete_fields if field.attname in own]
    made = model.from_db(using, loaded, [own.pop(name) for name in loaded])
    for relation, record in related.items():
        relation.set_cached_value(made, record)
    for name, value in own.items():
        setattr(made, name, value)
    return made
