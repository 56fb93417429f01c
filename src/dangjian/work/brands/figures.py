"""Figures about service brands: how many there are, where, how they fared, and what they take hold of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count as DbCount
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.figures.measures import Count, CountDistinct, Measure, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, Words, register
from dangjian.kernel.figures.steps import declare_step
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards.models import Honour

from .models import Brand, TakenService, YearlyReview
from .stages import RECORD_KIND, RUNNER_UP

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
UNIT = pgettext_lazy("unit", "brands")
OFTEN = 3
"""So many deliberations are several."""
LONG = 600
"""Days in practice that are nearly two years."""


def _declare(key: str, label: Words, definition: Words, records: Callable[[Scope], QuerySet[Any]], **more: Any) -> None:
    facts: dict[str, Any] = {"unit": UNIT, "measure": Count(), "kind": RECORD_KIND, **more}
    register(
        Figure(
            key=f"brands.{key}",
            label=label,
            definition=definition,
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            records=records,
            **facts,
        )
    )


def _ratio(key: str, label: Words, definition: Words, measure: Measure, **more: Any) -> None:
    register(
        Figure(
            key=f"brands.{key}",
            label=label,
            unit="%",
            definition=definition,
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            measure=measure,
            decimals=1,
            **more,
        )
    )


def formed_on(day: date) -> QuerySet[Any]:
    """Brands confirmed by a day that had not ended by then."""
    rows = Brand.objects.filter(confirmed_on__lte=day)
    found: QuerySet[Any] = rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return found


def _direct(scope: Scope) -> QuerySet[Any]:
    found: QuerySet[Any] = Organisation.objects.at(scope.as_of).direct(scope.past)
    return found


def _honoured(scope: Scope, *, runners_up: bool) -> QuerySet[Any]:
    given = Honour.objects.filter(record_kind=RECORD_KIND, happened_on__lte=scope.as_of)
    given = given.filter(Q(revoked_on=None) | Q(revoked_on__gt=scope.as_of))
    given = given.filter(RUNNER_UP) if runners_up else given.exclude(RUNNER_UP)
    found: QuerySet[Any] = Brand.objects.filter(pk__in=given.values("record_id"))
    return found


_declare(
    "brands",
    _("Service brands"),
    _("Service brands confirmed by the day and not ended. Ideas that are still being worked out are left out."),
    lambda scope: formed_on(scope.as_of),
    article="brands",
    desk=30,
    below=8,
)
_declare(
    "organisations",
    _("Organisations with a service brand"),
    _("Organisations of every level that have at least one service brand confirmed by the day and not ended."),
    lambda scope: formed_on(scope.as_of),
    unit=pgettext_lazy("unit", "organisations"),
    measure=CountDistinct("organisation"),
    article="brand-organisations",
)
_declare(
    "direct_organisations",
    _("Direct organisations with a service brand"),
    _(
        "Organisations that stand directly under a work committee on the day and have a service brand confirmed by the "
        "day and not ended. A brand of a branch below does not count for its committee."
    ),
    lambda scope: _direct(scope).filter(pk__in=formed_on(scope.as_of).values("organisation")),
    unit=pgettext_lazy("unit", "organisations"),
    kind="organisations.organisation",
    path="path",
)
_ratio(
    "rate_direct",
    _("Creation rate of direct organisations"),
    _(
        "Direct organisations with a service brand, as a share of all organisations that stand directly under a work "
        "committee on the day."
    ),
    Ratio("brands.direct_organisations", "organisations.direct"),
    article="brand-rate-direct",
)
_declare(
    "direct",
    _("Service brands of direct organisations"),
    _("Service brands confirmed by the day and not ended whose organisation stands directly under a work committee."),
    lambda scope: formed_on(scope.as_of).filter(organisation__in=_direct(scope)),
)
_declare(
    "not_direct",
    _("Service brands of other organisations"),
    _(
        "Service brands confirmed by the day and not ended whose organisation, such as a branch of an organ committee, "
        "does not stand directly under a work committee."
    ),
    lambda scope: formed_on(scope.as_of).exclude(organisation__in=_direct(scope)),
    article="brands-not-direct",
)
_declare(
    "excellent",
    _("Excellent service brands"),
    _(
        "Service brands that bear an honour given by the day and not revoked by then. Honours of a class that is "
        "filled from those next in line, the nomination award, are left out."
    ),
    lambda scope: _honoured(scope, runners_up=False),
    article="brands-excellent",
)
_declare(
    "nominated",
    _("Service brands with the nomination award"),
    _(
        "Service brands that bear an honour of a class filled from those next in line, given by the day and not "
        "revoked by then."
    ),
    lambda scope: _honoured(scope, runners_up=True),
    article="brands-nominated",
)
_declare(
    "services_taken",
    _("Services taken as entry point"),
    _("Services of the catalogue that at least one brand confirmed by the day and not ended takes as its entry point."),
    lambda scope: formed_on(scope.as_of).filter(pk__in=TakenService.objects.values("brand")),
    unit=pgettext_lazy("unit", "services"),
    measure=CountDistinct("taken_services__service"),
    article="six-services",
)
_declare(
    "long_practised",
    _("Service brands practised for nearly two years"),
    _("Service brands that had been in practice for at least 600 days on the day and had not ended."),
    lambda scope: formed_on(scope.as_of).filter(practised_since__lte=scope.as_of - timedelta(days=LONG)),
)
_declare(
    "often_deliberated",
    _("Service brands on which leading groups deliberated several times"),
    _(
        "Service brands confirmed by the day and not ended on which at least three deliberations were held by the day. "
        "Deliberations that were withdrawn are left out."
    ),
    lambda scope: formed_on(scope.as_of).filter(pk__in=_deliberated_often(scope.as_of)),
)
_declare(
    "reviewed",
    _("Service brands looked at in the yearly light review"),
    _("Service brands for which the light review of the year in which the period lies was noted by the day."),
    lambda scope: Brand.objects.filter(
        pk__in=YearlyReview.objects.filter(year=scope.period.year, happened_on__lte=scope.as_of).values("brand")
    ),
)


def _deliberated_often(day: date) -> QuerySet[Any]:
    held = Q(deliberations__withdrawn_on=None, deliberations__happened_on__lte=day)
    counted = Brand.objects.order_by().annotate(times_deliberated=DbCount("deliberations", filter=held))
    found: QuerySet[Any] = counted.filter(times_deliberated__gte=OFTEN).values("pk")
    return found


declare_step(6, room="brands", owner=OWNER, since=SINCE)
