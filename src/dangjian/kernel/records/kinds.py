"""Record kinds: what is kept is declared once, and lists, search, timeline, Excel, drill-down and API follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind

from .entries import Entry, LedgerForm

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of a list.

    Attributes:
        key: name in addresses and the API.
        label: head of the column.
        value: row -> value (text, number, date, None); never a query.
        sort: order_by look-ups that this column sorts by, empty if it does not sort.
        link: whether the cell opens the record.
        private: its value is masked; it is never in the API.
        cell: how the cell is written in files and set on screen.
        width: width in a file, in characters of Latin type.
    """

    key: str
    label: Words
    value: Callable[[Any], Any]
    sort: tuple[str, ...] = ()
    link: bool = False
    private: bool = False
    cell: CellKind = CellKind.TEXT
    width: float = 16


@dataclass(frozen=True)
class Filter:
    """A filter of a list, kept in the address.

    Attributes:
        key: query parameter.
        label: words before the control.
        apply: (rows, chosen value, actor) -> rows; unknown values leave the rows as they are.
        choices: actor -> [(value, words)]; None for a date or text control.
        control: "choice", "date" or "text"; "hidden" for one that only addresses choose.
        default: what is chosen while the address says nothing; an empty parameter means all.
    """

    key: str
    label: Words
    apply: Callable[[QuerySet[Any], str, Actor], QuerySet[Any]]
    choices: Callable[[Actor], Sequence[tuple[str, Words]]] | None = None
    control: str = "choice"
    default: str = ""


@dataclass(frozen=True)
class Found:
    """A part of what a word finds, such as those who bear it as surname.

    Attributes:
        where: the condition, which an index answers.
        order: order_by of the part, which the same index has: a column, and what tells equals apart.
    """

    where: Q
    order: tuple[str, ...]


@dataclass(frozen=True)
class RecordKind:
    """A kind of record.

    Attributes:
        key: ``room.noun``.
        label: plural, in the user's words.
        model: the table; a ScopedModel.
        permission: who may list and open.
        columns: columns of the list, in order; the first one is sticky.
        rows: base query set with everything the columns need loaded; made once, so it knows neither reader nor day.
        url: record -> address of its page, None when it has none of its own.
        filters: filters of the list.
        search: (rows, text) -> rows, for the list and the command palette; None where it cannot be searched. It asks
            nothing by itself: all kinds are searched in one statement.
        brief: look-ups of what a hit of that search shows: the words of the record, its address and the columns after
            the first (see ``hit_note``); empty for kinds that have no page of their own to lead to.
        day: the date column that puts it on a timeline; "" for things that do not happen.
        organisation: look-up of the organisation it belongs to, for timelines and ledgers.
        chapter: which of the seven steps of the branch work method (``steps.py``) its ledger chapter is, 1 to 7; 0 for
            none. Its records then stand in the ledger of their organisation and of each period that holds their day;
            a kind without a ``day`` stands there as it is on the day the ledger is made.
        in_ledger: whether a ledger shows its records as entries, as a table, or only their number.
        entry: (a page of records, actor) -> what a ledger says of each, in the same order and in a fixed number of
            queries; without it the columns are said.
        icon: name of a picture of the sprite.
        empty: what the empty list says: what will appear and who makes it.
        shows_persons: whether reading it shows persons (API calls are then audited).
        order: order_by of the list when nothing is chosen.
        found_in: text -> the parts of what it finds that an index finds in its own order, one after the other; none
            where what is found is sorted as the list is.
        export: whether the list may be taken as a file.
    """

    key: str
    label: Words
    model: type[Model]
    permission: str
    columns: Sequence[Column]
    rows: Callable[[], QuerySet[Any]]
    url: Callable[[Any], str | None] = lambda record: None
    filters: Sequence[Filter] = field(default_factory=tuple)
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    brief: Sequence[str] = ()
    day: str = ""
    organisation: str = "organisation"
    chapter: int = 0
    in_ledger: LedgerForm = LedgerForm.ENTRIES
    entry: Callable[[Sequence[Any], Actor], Sequence[Entry]] | None = None
    icon: str = "file-text"
    empty: Words = ""
    shows_persons: bool = False
    order: tuple[str, ...] = ()
    found_in: Callable[[str], Sequence[Found]] = lambda text: ()
    export: bool = True

    @cached_property
    def everything(self) -> Any:
        """All records of the kind, for whoever may see them: to be narrowed."""
        # Query sets are immutable: to put one together costs more than many a query, and it is the same for everybody.
        return self.rows()

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        """All records of the kind that the actor may see."""
        rows: QuerySet[Any] = self.everything.visible_to(actor, self.permission)
        return rows


registry: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> RecordKind:
    """Declare a record kind.

    Raises:
        ValueError: the key is declared already.
    """
    if kind.key in registry:
        raise ValueError(f"record kind {kind.key} is declared twice")
    registry[kind.key] = kind
    return kind


def kinds_for(actor: Actor) -> list[RecordKind]:
    """The kinds that this actor may list, in order of declaration."""
    return [kind for kind in registry.values() if actor.may(kind.permission)]
