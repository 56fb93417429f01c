"""Signs of life for the yearly light review, read from the records by which brands are measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, QuerySet, Value

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.paths import inside

from ..models import Brand, Measure, YearlyReview
from ..offered import measuring_kinds
from ..permissions import REVIEW_BRAND
from .brands import brands_shown


@dataclass(frozen=True, slots=True)
class Sign:
    """A brand in a year: the last day on which a record shows it at work, and what the review came to."""

    brand: Brand
    last_on: date | None
    review: YearlyReview | None

    @property
    def is_alive(self) -> bool:
        """Whether the records show life, so that no further form is asked of anybody."""
        return self.last_on is not None


def to_review(actor: Actor, year: Period) -> QuerySet[Any]:
    """The brands that a light review of a year looks at: in practice before it ended, and not ended before it began."""
    rows: QuerySet[Any] = brands_shown().visible_to(actor, REVIEW_BRAND).filter(practised_since__lt=year.ends_on)
    return rows.exclude(ended_on__lt=year.starts_on).order_by("organisation__code", "pk")


def signs_of(brands: Sequence[Brand], year: Period, actor: Actor) -> list[Sign]:
    """Each brand with its last sign of life in a year, by the records that the actor may see: three queries."""
    reviews = {one.brand_id: one for one in YearlyReview.objects.filter(brand__in=brands, year=year.year)}
    measured: dict[int, list[str]] = defaultdict(list)
    rows = Measure.objects.filter(brand__in=brands).exclude(record_kind="")
    for key, kind in rows.values_list("brand", "record_kind"):
        measured[key].append(kind)
    days = _last_days({kind for kinds in measured.values() for kind in kinds}, year, actor)
    return [Sign(brand, _last_of(brand, measured[brand.pk], days), reviews.get(brand.pk)) for brand in brands]


def _last_days(kinds: set[str], year: Period, actor: Actor) -> dict[str, list[tuple[str, date]]]:
    """By kind, the last day of each organisation that has records of the year; one query for all kinds."""
    known, legs = measuring_kinds(), []
    for key in sorted(kinds & known.keys()):
        kind = known[key]
        until = min(actor.today, year.last_day)
        rows = (
            kind.visible_to(actor).order_by().filter(**{f"{kind.day}__gte": year.starts_on, f"{kind.day}__lte": until})
        )
        path = F(f"{kind.organisation}__path")
        grouped = rows.values(of_kind=Value(key), at_path=path).annotate(last_day=Max(kind.day))
        legs.append(grouped.values_list("of_kind", "at_path", "last_day"))
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for key, path, day in legs[0].union(*legs[1:], all=True) if legs else ():
        found[key].append((path, day))
    return found


def _last_of(brand: Brand, kinds: Sequence[str], days: dict[str, list[tuple[str, date]]]) -> date | None:
    own = brand.organisation.path or "-"
    return max((day for kind in kinds for path, day in days[kind] if inside(path, own)), default=None)
