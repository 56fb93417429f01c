"""What a record says in a ledger: each room tells it for its own kinds, the ledger knows none by name.

A ledger gathers the records of one organisation and one period, chapter by chapter (``steps.py``). A kind has a place
there as soon as it declares a ``chapter``; ``in_ledger`` says in which form, and ``entry`` what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import shown

if TYPE_CHECKING:
    from .kinds import RecordKind

Words = str | Promise
Pairs = Sequence[tuple[Words, str]]


class LedgerForm(StrEnum):
    """How the records of a kind stand in a ledger.

    ENTRIES: each with its facts, passages, roll and pictures.
    TABLE: a list on landscape pages, with the columns of the kind (without the private ones).
    COUNT: only how many, for what must not be spread out, such as talks.
    """

    ENTRIES = "entries"
    TABLE = "table"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a ledger tells it. The ledger itself adds what every record has and no room needs to repeat: its
    day, the day it was entered where that is late, what it corrects and why, and the pictures attached to it.

    Attributes:
        title: what it is called, such as the topic of a meeting.
        facts: (label, text), in order, such as place, chair, recorder; what has no text is left out.
        passages: (heading, text), in order, such as agenda, summary, decisions; a line break begins a paragraph.
        roll: attendance, as (label, names) pairs or as one sentence; "" where there is none.
        notes: sentences in small type at the end, such as what was answered later.
    """

    title: str
    facts: Pairs = ()
    passages: Pairs = ()
    roll: Pairs | str = ""
    notes: Sequence[str] = ()


def entries_of(kind: RecordKind, records: Sequence[Any], actor: Actor) -> list[Entry]:
    """The entries of a page of records, in the same order.

    Args:
        kind: what they are.
        records: rows of ``kind.rows()``, all visible to the actor.
        actor: whose rights decide what may be told.

    Raises:
        ValueError: the kind gave more or fewer entries than there are records, so that one would be lost.
    """
    if kind.entry is None:
        return [_by_columns(kind, record) for record in records]
    entries = list(kind.entry(records, actor))
    if len(entries) != len(records):
        raise ValueError(f"{kind.key} told {len(entries)} entries of {len(records)} records")
    return entries


def _by_columns(kind: RecordKind, record: Any) -> Entry:
    """An entry from the columns of the list: the one that opens the record is its title."""
    head = next((column for column in kind.columns if column.link), kind.columns[0])
    title = shown(head.value(record), head.cell) or str(kind.label)
    return Entry(title, tuple(_facts(kind, record, head.key)))


def _facts(kind: RecordKind, record: Any, head: str) -> Iterator[tuple[Words, str]]:
    for column in kind.columns:
        if column.key != head and not column.private and (text := shown(column.value(record), column.cell)):
            yield column.label, text
