"""What stands in a ledger: the records of an organisation and a period, found through the registry of record kinds.

Nothing here knows a room. A kind has a place when it has a chapter; a record when its organisation is the ledger's and
its day lies in the period. Of an organisation with others below it, their records follow as lists. Each kind is asked
with the rights of whoever reads, so what a reader may not see is not in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models import Value as DbValue

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import Period
from dangjian.kernel.records import kinds
from dangjian.kernel.records.entries import LedgerForm, Words
from dangjian.kernel.records.kinds import Column, RecordKind
from dangjian.kernel.records.models import Record, RecordState
from dangjian.kernel.records.steps import NAMES
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import subtree_q

_FORMS = tuple(LedgerForm)
"""Entries, then lists, then what is only counted: pages across stand together."""


@dataclass(frozen=True)
class Section:
    """The records of one kind: the organisation's own, and those of the organisations below it."""

    kind: RecordKind
    organisation: Organisation
    period: Period
    actor: Actor
    own: int = 0
    below: int = 0

    @property
    def total(self) -> int:
        """How many records."""
        return self.own + self.below

    @property
    def form(self) -> LedgerForm:
        """How the own records stand in the ledger."""
        return self.kind.in_ledger

    @property
    def columns(self) -> list[Column]:
        """The columns of the list, without those that are masked on screen too."""
        return [column for column in self.kind.columns if not column.private]

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All its records, own and below."""
        rows = _in_period(self.kind, self.kind.visible_to(self.actor), self.period, self.actor)
        return rows.filter(subtree_q(path_of(self.kind), self.organisation.path or ""))

    def own_rows(self) -> QuerySet[Any]:
        """The records of the organisation itself, in the order of their days."""
        own = self.rows.filter(**{self.kind.organisation: self.organisation.pk})
        return own.order_by(*([self.kind.day, "pk"] if self.kind.day else self.kind.order or ["pk"]))

    def rows_below(self) -> QuerySet[Any]:
        """The records of the organisations below, by their place in the tree."""
        below = self.rows.exclude(**{self.kind.organisation: self.organisation.pk})
        return below.order_by(path_of(self.kind), *([self.kind.day] if self.kind.day else []), "pk")


@dataclass(frozen=True)
class Chapter:
    """One of the seven steps with the kinds that prove it; `is_built` is False while no kind does."""

    number: int
    name: Words
    sections: tuple[Section, ...]
    is_built: bool

    @property
    def total(self) -> int:
        """How many records."""
        return sum(section.total for section in self.sections)


@dataclass(frozen=True)
class Ledger:
    """The ledger of an organisation and a period, as one reader may see it."""

    organisation: Organisation
    period: Period
    actor: Actor
    chapters: tuple[Chapter, ...]

    @property
    def total(self) -> int:
        """How many records."""
        return sum(chapter.total for chapter in self.chapters)

    def sections(self) -> Iterator[Section]:
        """All kinds that have records, in the order of the chapters."""
        for chapter in self.chapters:
            yield from (section for section in chapter.sections if section.total)


def ledger_of(organisation: Organisation, period: Period, actor: Actor) -> Ledger:
    """The ledger with the number of records of each kind, in one query."""
    wanted = [kind for kind in kinds.registry.values() if kind.chapter and actor.may(kind.permission)]
    sections = [Section(kind, organisation, period, actor) for kind in wanted]
    counts = _counts(sections)
    found = [Section(s.kind, organisation, period, actor, *counts.get(s.kind.key, (0, 0))) for s in sections]
    found.sort(key=lambda section: _FORMS.index(section.form))
    built = {kind.chapter for kind in kinds.registry.values()}
    return Ledger(
        organisation,
        period,
        actor,
        tuple(
            Chapter(number, name, tuple(s for s in found if s.kind.chapter == number), number in built)
            for number, name in enumerate(NAMES, start=1)
        ),
    )


def section_of(key: str, organisation: Organisation, period: Period, actor: Actor) -> Section | None:
    """One kind of a ledger; None when it has no place there or the actor may not see it."""
    kind = kinds.registry.get(key)
    if kind is None or not kind.chapter or not actor.may(kind.permission):
        return None
    return Section(kind, organisation, period, actor)


def path_of(kind: RecordKind) -> str:
    """The look-up of the path of the organisation that a record belongs to."""
    return "path" if kind.organisation == "pk" else f"{kind.organisation}__path"


def _counts(sections: list[Section]) -> dict[str, tuple[int, int]]:
    """Kind to its own records and those below: all in one statement."""
    queries = [_count(section) for section in sections]
    if not queries:
        return {}
    first, *others = queries
    return {key: (own, whole - own) for key, own, whole in first.union(*others, all=True)}


def _count(section: Section) -> QuerySet[Any]:
    # The rows as a subquery: what a kind loads for its columns would be grouped by.
    model = section.kind.model._base_manager
    rows = model.filter(pk__in=section.rows.order_by().values("pk")).order_by()
    own = Q(**{section.kind.organisation: section.organisation.pk})
    grouped = rows.annotate(ledger_kind=DbValue(section.kind.key)).values("ledger_kind")
    return grouped.annotate(own=Count("pk", filter=own), whole=Count("pk")).values_list("ledger_kind", "own", "whole")


def _in_period(kind: RecordKind, rows: QuerySet[Any], period: Period, actor: Actor) -> QuerySet[Any]:
    if issubclass(kind.model, Record):
        rows = rows.exclude(state=RecordState.DRAFT)
    if kind.day:
        return rows.filter(**{f"{kind.day}__gte": period.starts_on, f"{kind.day}__lt": period.ends_on})
    if kind.during is not None:
        return kind.during(rows, period)
    for one in kind.filters:
        if one.default:
            rows = one.apply(rows, one.default, actor)
    return rows
