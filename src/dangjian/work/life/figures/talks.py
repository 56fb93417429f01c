"""Talks as numbers: that is all of them that leaves the branch."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.figures.measures import Count
from dangjian.kernel.figures.registry import Figure, Scope, register

from ..models import Talk

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
UNIT = pgettext_lazy("unit", "talks")


def _held(scope: Scope) -> QuerySet[Any]:
    period = scope.period
    return Talk.objects.standing().filter(
        happened_on__gte=period.starts_on, happened_on__lt=period.ends_on, happened_on__lte=scope.as_of
    )


TALKS = register(
    Figure(
        key="life.talks",
        label=_("Heart-to-heart talks"),
        unit=UNIT,
        definition=_(
            "Talks held in the period, of every pair type, each counted once. Entries that a later one corrects are "
            "left out. The talks themselves are never shown; fewer than the smallest group are withheld."
        ),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=Count(),
        records=_held,
        sensitive=True,
    )
)
MUST_TALKS = register(
    Figure(
        key="life.must_talks",
        label=_("Talks on must-talk occasions"),
        unit=UNIT,
        definition=_(
            "Talks held in the period that name an occasion of the catalogue on which a talk is a must. Which occasion "
            "it was is not told with the number; fewer than the smallest group are withheld."
        ),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=Count(),
        records=lambda scope: _held(scope).exclude(reason=None),
        sensitive=True,
    )
)
