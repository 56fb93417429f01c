"""Triggers that mark the organisations whose tallies may no longer be true, for migrations of SQLite and PostgreSQL.

The database itself marks, so no way of writing (service, import, undo, model city, a hand at the console) forgets to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Step = Callable[[Any, Any], None]
EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def mark_changes(table: str, places: Sequence[str], *, events: Sequence[str] = tuple(EVENTS)) -> Step:
    """A migration step after which every change of a row marks organisations.

    Args:
        table: the table that is watched.
        places: SELECTs of one column ``place``, the keys of the organisations whose counts a row may change, with
            ``{row}`` for the row. More than need be are no fault, too few are.
        events: which changes matter.
    """

    def step(apps: Any, schema_editor: Any) -> None:
        for statement in _statements(schema_editor.connection.vendor, table, places, events):
            schema_editor.execute(statement)

    return step


def leave_unmarked(table: str, *, events: Sequence[str] = tuple(EVENTS)) -> Step:
    """The reverse of ``mark_changes``."""

    def step(apps: Any, schema_editor: Any) -> None:
        for event in events:
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {trigger_name(table, event)}{on}")

    return step


def trigger_name(table: str, event: str) -> str:
    """What the trigger of a table is called."""
    return f"{table}_marks_{event}"


def _statements(vendor: str, table: str, places: Sequence[str], events: Sequence[str]) -> list[str]:
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {trigger_name(table, event)} AFTER {event.upper()} ON {table} "
            f"BEGIN {_marks(places, event, '0')} END"
            for event in events
        ]
    statements = []
    for event in events:
        name = trigger_name(table, event)
        statements.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_marks(places, event, 'txid_current()')} RETURN NULL; END $$"
        )
        statements.append(
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    return statements


def _marks(places: Sequence[str], event: str, transaction: str) -> str:
    # A mark of another transaction is not enough: it may be worked off before this change is there to be seen.
    return " ".join(
        "INSERT INTO figures_tallymark (organisation_id, written_in) "  # noqa: S608 - names of our own migrations
        f"SELECT DISTINCT place, {transaction} FROM ({select.format(row=row)}) AS touched "
        "WHERE place IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figures_tallymark AS known "
        f"WHERE known.organisation_id = place AND known.written_in = {transaction});"
        for row in EVENTS[event]
        for select in places
    )
