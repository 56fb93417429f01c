"""Figures about elections: due, in time, late, put off, under way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.foundation.organisations.enums import TermEnd
from dangjian.foundation.organisations.models import Term
from dangjian.foundation.organisations.queries import with_last_day
from dangjian.kernel.figures.measures import Count, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, register

from ..models import Election

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)

TERMS, ELECTIONS = "organisations.term", "life.election"
UNIT = pgettext_lazy("unit", "elections")
BY_ELECTION = (TermEnd.ELECTED, TermEnd.ADVANCED)


def _due(scope: Scope) -> QuerySet[Any]:
    """Terms whose last day lies in the period and that run still or ended by an election."""
    rows: QuerySet[Any] = with_last_day(Term.objects.filter(ended_by__in=("", *BY_ELECTION)))
    return rows.filter(last_day_on__gte=scope.period.starts_on, last_day_on__lt=scope.period.ends_on)


def _held(scope: Scope) -> QuerySet[Any]:
    return _due(scope).filter(ended_by__in=BY_ELECTION, ends_on__lte=scope.as_of)


def _not_held_in_time(scope: Scope) -> QuerySet[Any]:
    """Held after the last day, or not held although the last day has passed."""
    late = Q(ends_on__gt=F("last_day_on"), ends_on__lte=scope.as_of)
    missed = Q(last_day_on__lt=scope.as_of) & (Q(ends_on=None) | Q(ends_on__gt=scope.as_of))
    return _due(scope).filter(late | missed)


def _figure(
    key: str,
    label: str | Promise,
    definition: str | Promise,
    records: Callable[[Scope], QuerySet[Any]],
    *,
    unit: str | Promise = UNIT,
    kind: str = TERMS,
) -> Figure:
    return register(
        Figure(
            key=key,
            label=label,
            unit=unit,
            definition=definition,
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            measure=Count(),
            records=records,
            kind=kind,
        )
    )


_figure(
    "life.elections_due",
    _("Elections due"),
    _(
        "Terms whose last day, an approved extension included, lies in the period: an election is due for each. Terms "
        "that ended because the organisation was dissolved are left out, annulled ones too."
    ),
    _due,
)
_figure(
    "life.elections_in_time",
    _("Elections held in time"),
    _("Of the elections due in the period, those that were held on or before the last day of the term."),
    lambda scope: _held(scope).filter(ends_on__lte=F("last_day_on")),
)
_figure(
    "life.elections_late",
    _("Elections late"),
    _(
        "Of the elections due in the period, those that were held after the last day of the term, and those that had "
        "not been held when it had passed."
    ),
    _not_held_in_time,
)
_figure(
    "life.terms_extended",
    _("Terms extended"),
    _(
        "Terms whose regular last day lies in the period and that were extended with approval. Their elections are due "
        "in the period in which the extension ends."
    ),
    lambda scope: Term.objects.filter(
        due_on__gte=scope.period.starts_on, due_on__lt=scope.period.ends_on, ended_by__in=("", *BY_ELECTION)
    ).exclude(extended_to=None),
    unit=pgettext_lazy("unit", "terms"),
)
register(
    Figure(
        key="life.elections_in_time_share",
        label=_("Share of elections held in time"),
        unit="%",
        definition=_("Elections held in time, divided by the elections due in the same period and organisations."),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=Ratio("life.elections_in_time", "life.elections_due"),
        decimals=1,
    )
)
_figure(
    "life.elections_open",
    _("Elections under way"),
    _("Elections that had been decided on by the day and were neither filed nor called off then."),
    lambda scope: Election.objects.filter(happened_on__lte=scope.as_of).filter(
        Q(closed_on=None) | Q(closed_on__gt=scope.as_of)
    ),
    kind=ELECTIONS,
)
