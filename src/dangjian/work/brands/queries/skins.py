"""Two skins: what happened under a brand, read from records that were kept for their own sake.

Nobody reports anything here. A measure is a figure, or the records of a kind in which certain words are found; both lie
at and below the organisation of the brand, from the day on which it was put into practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind, shown
from dangjian.kernel.figures.compute import Value, compute_all
from dangjian.kernel.figures.permissions import VIEW_FIGURE
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.figures.registry import registry as figures
from dangjian.kernel.periods import Period
from dangjian.kernel.records.kinds import RecordKind
from dangjian.kernel.together import Brief, together
from dangjian.kernel.tree.paths import subtree_q

from ..models import Brand, Measure
from ..offered import measuring_kinds

LATEST = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """A record that shows the brand at work."""

    on: date
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Skin:
    """A measure with what it shows: a value, or the latest records; neither where the reader may not see it."""

    measure: Measure
    label: Any
    value: Value | None = None
    kind: RecordKind | None = None
    latest: Sequence[Happening] = ()


def skins_of(brand: Brand, actor: Actor) -> list[Skin]:
    """The measures of a brand with what they show to a reader: figures in one query, records in another."""
    measures = list(brand.measures.all())
    values = _values(brand, [one for one in measures if one.figure in figures], actor)
    records = _records(brand, [one for one in measures if one.record_kind in measuring_kinds()], actor)
    found = []
    for one in measures:
        if one.figure in figures:
            found.append(Skin(one, figures[one.figure].label, value=values.get(one.pk)))
        elif one.pk in records:
            kind = measuring_kinds()[one.record_kind]
            found.append(Skin(one, kind.label, kind=kind, latest=records[one.pk]))
    return found


def _values(brand: Brand, measures: Sequence[Measure], actor: Actor) -> dict[int, Value]:
    if not measures or not actor.may(VIEW_FIGURE, brand.organisation.path):
        return {}
    scope = Scope.of(brand.organisation.path or "", Period.year_of(actor.today.year), actor.today)
    values = compute_all([(one.figure, scope) for one in measures])
    return {one.pk: value for one, value in zip(measures, values, strict=True)}


def _records(brand: Brand, measures: Sequence[Measure], actor: Actor) -> dict[int, list[Happening]]:
    kinds = measuring_kinds()
    seen = [(one, kinds[one.record_kind]) for one in measures if actor.may(kinds[one.record_kind].permission)]
    briefs = [Brief(rows_of(brand, one, kind, actor)[:LATEST], (*kind.brief, kind.day)) for one, kind in seen]
    found = together(briefs) if briefs else []
    return {one.pk: [_happening(kind, row) for row in rows] for (one, kind), rows in zip(seen, found, strict=True)}


def rows_of(brand: Brand, measure: Measure, kind: RecordKind, actor: Actor) -> QuerySet[Any]:
    """The records of a measure that the reader may see, the latest first."""
    rows = kind.visible_to(actor).filter(subtree_q(f"{kind.organisation}__path", brand.organisation.path or "-"))
    since = brand.practised_since or brand.happened_on
    rows = rows.filter(**{f"{kind.day}__gte": since, f"{kind.day}__lte": brand.ended_on or actor.today})
    if measure.words and kind.search:
        rows = kind.search(rows, measure.words)
    return rows.order_by(f"-{kind.day}", "-pk")


def _happening(kind: RecordKind, row: Any) -> Happening:
    told = [column for column in kind.columns if not column.private and column.cell is not CellKind.MOMENT][1:3]
    words = [shown(column.value(row), column.cell) for column in told if column.value(row) not in (None, "")]
    return Happening(getattr(row, kind.day), str(row), " · ".join(words), kind.url(row) or "")
