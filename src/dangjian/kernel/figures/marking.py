"""Triggers that mark the organisations whose tallies may no longer be true, on SQLite and PostgreSQL.

The database itself marks, so no way of writing (service, import, undo, model city, a hand at the console) forgets to.
Rooms declare which tables are watched; after migrations the triggers are made to be those that are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.db.models import Model

EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
OWN = "SELECT {row}.organisation_id AS place"
MARKS = "figures_tallymark"
KEPT = ("figures_tallyday", "figures_tally")


class Watch(NamedTuple):
    """A table whose changes matter to tallies.

    Attributes:
        table: the table that is watched.
        places: SELECTs of one column ``place``, the keys of the organisations whose counts a row may change, with
            ``{row}`` for the row. More than need be are no fault, too few are.
        events: which changes matter.
    """

    table: str
    places: Sequence[str]
    events: Sequence[str] = tuple(EVENTS)


_sources: list[Callable[[], Iterable[Watch]]] = []


def watch(table: str, *places: str, events: Sequence[str] = tuple(EVENTS)) -> None:
    """Declare a watched table (see ``Watch``); other rooms may declare more about it."""
    watch_all(lambda: [Watch(table, places, events)])


def watch_all(source: Callable[[], Iterable[Watch]]) -> None:
    """Declare watched tables that are known when all rooms have declared what they have."""
    _sources.append(source)


def watches_of(model: type[Model], organisation: str, day: str = "") -> list[Watch]:
    """What is to be watched where rows of a model are counted by organisation and day.

    Args:
        model: whose rows.
        organisation: look-up from a row to its organisation, directly or by one other row.
        day: look-up from a row to the day, directly or by one other row.
    """
    table, (way, _, place) = model._meta.db_table, organisation.rpartition("__")
    column = _column(model, way or place)
    if way:
        other = _related(model, way)
        select = f"SELECT {_column(other, place)} AS place FROM {other._meta.db_table} WHERE id = {{row}}.{column}"  # noqa: S608 - names of our models
        return [Watch(table, [select])]
    found = [Watch(table, [f"SELECT {{row}}.{column} AS place"])]
    if by := day.rpartition("__")[0]:
        of_those = f"SELECT {column} AS place FROM {table} WHERE {_column(model, by)} = {{row}}.id"  # noqa: S608 - names of our models
        found.append(Watch(_related(model, by)._meta.db_table, [of_those], ["update"]))
    return found


def _column(model: type[Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]


def _related(model: type[Model], field: str) -> type[Model]:
    related: Any = model._meta.get_field(field).related_model
    return related


def trigger_name(table: str, event: str) -> str:
    """What the trigger of a table is called."""
    return f"{table}_marks_{event}"


def declared() -> dict[tuple[str, str], list[str]]:
    """Table and event -> the places that a change marks, as all rooms together declare them."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in _sources:
        for one in source():
            for event in one.events:
                places = found.setdefault((one.table, event), [])
                places += [place for place in one.places if place not in places]
    return found


def ensure(using: str) -> int:
    """Make the triggers of a database those that are declared. Returns how many were missing or others.

    What is kept is forgotten then, for changes may have gone by unseen: a migration of SQLite that makes a table anew
    drops its triggers. It is counted again by the next job.
    """
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if MARKS not in tables:
            return 0
        held = _held(connection.vendor, cursor)
        wanted = {
            trigger_name(table, event): _statements(connection.vendor, table, event, places)
            for (table, event), places in declared().items()
            if table in tables
        }
        others = {name: made for name, made in wanted.items() if held.get(name) != made[0]}
        for name, statements in others.items():
            table = name.rpartition("_marks_")[0]
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(connection.vendor, table)}")
            for statement in statements:
                cursor.execute(statement)
        for table in KEPT if others else ():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
    return len(others)


def _on(vendor: str, table: str) -> str:
    return f" ON {table}" if vendor == "postgresql" else ""


def _held(vendor: str, cursor: Any) -> dict[str, str]:
    """Name -> what the database holds of a trigger, to be compared with the first of its statements."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname = tgname"
        )
        return {name: _function(name, source) for name, source in cursor.fetchall()}
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _function(name: str, source: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${source}$$"


def _statements(vendor: str, table: str, event: str, places: Sequence[str]) -> list[str]:
    """What makes a trigger; the first says all that may change about it."""
    name, on = trigger_name(table, event), f"AFTER {event.upper()} ON {table}"
    if vendor != "postgresql":
        return [f"CREATE TRIGGER {name} {on} BEGIN {_marks(places, event, '0')} END"]
    function = _function(name, f" BEGIN {_marks(places, event, 'txid_current()')} RETURN NULL; END ")
    return [function, f"CREATE TRIGGER {name} {on} FOR EACH ROW EXECUTE FUNCTION {name}()"]


def _marks(places: Sequence[str], event: str, transaction: str) -> str:
    # A mark of another transaction is not enough: it may be worked off before this change is there to be seen.
    return " ".join(
        "INSERT INTO figures_tallymark (organisation_id, written_in) "  # noqa: S608 - names of our own tables
        f"SELECT DISTINCT place, {transaction} FROM ({select.format(row=row)}) AS touched "
        "WHERE place IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figures_tallymark AS known "
        f"WHERE known.organisation_id = place AND known.written_in = {transaction});"
        for row in EVENTS[event]
        for select in places
    )


ORGANISATION = "tree_organisation"
watch(ORGANISATION, "SELECT {row}.id AS place")
# Whether an organisation is a direct one depends on the kind of its superior.
watch(
    ORGANISATION,
    f"SELECT id AS place FROM {ORGANISATION} WHERE parent_id = {{row}}.id AND NEW.kind <> OLD.kind",  # noqa: S608 - a name
    events=["update"],
)
