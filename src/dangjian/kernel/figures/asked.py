"""Which organisation and period an address asks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.periods import Period, PeriodError, PeriodKind
from dangjian.kernel.tree.models import Organisation

from .permissions import VIEW_FIGURE
from .registry import Scope


@dataclass(frozen=True)
class Asked:
    """An organisation within reach and a period that has begun."""

    organisation: Organisation
    period: Period
    scope: Scope

    @property
    def query(self) -> str:
        """The same, for the next address."""
        return f"organisation={self.organisation.pk}&period={self.period.key}"


def asked(parameters: Mapping[str, str], actor: Actor) -> Asked:
    """What ``?organisation=14&period=2017-Q3`` asks; by default the organisation acted for and this year.

    A period that cannot be read or has not begun becomes this year.

    Raises:
        Http404: the organisation is out of reach.
        PermissionDenied: figures may not be seen there.
    """
    default = actor.organisation.pk if actor.organisation else 0
    organisation = fetch(Organisation, parameters.get("organisation") or default, actor, VIEW_FIGURE)
    period = readable_period(parameters.get("period", ""), actor)
    return Asked(organisation, period, Scope.of(organisation.path or "", period, actor.today))


def readable_period(key: str, actor: Actor) -> Period:
    """The period of this key if it has begun, else this year."""
    this_year = Period.containing(PeriodKind.YEAR, actor.today)
    try:
        period = Period.parse(key)
    except PeriodError:
        return this_year
    return period if period.starts_on <= actor.today else this_year


def period_choices(period: Period, today: date) -> list[Period]:
    """Periods to switch to: the years around, and the halves, quarters and months of the year asked about."""
    year = Period.year_of(period.year)
    years = [year.previous(), year, year.next()]
    parts = [p for kind in (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH) for p in year.parts(kind)]
    return [p for p in (*years, *parts) if p.starts_on <= today]
