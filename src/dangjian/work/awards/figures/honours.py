"""Calls, nominations and honours as numbers; the 1 July commendations of the article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.figures.measures import Count, CountDistinct, Measure
from dangjian.kernel.figures.registry import Figure, Scope, register

from ..models import Call, Honour, Nomination
from ..programmes import JULY_FIRST

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
COUNT = Count()


def _in(scope: Scope, field: str, **more: Any) -> dict[str, Any]:
    """The condition that a day lies in the period, up to the day on which the figure is read."""
    bounds = {
        f"{field}__gte": scope.period.starts_on,
        f"{field}__lt": scope.period.ends_on,
        f"{field}__lte": scope.as_of,
    }
    return bounds | more


def _honours(**more: Any) -> Callable[[Scope], QuerySet[Any]]:
    """Honours given in the period and not revoked by the day on which the figure is read."""
    return lambda scope: Honour.objects.exclude(revoked_on__lte=scope.as_of).filter(**_in(scope, "happened_on", **more))


def _declare(
    key: str,
    label: str | Promise,
    definition: str | Promise,
    unit: str | Promise,
    records: Callable[[Scope], QuerySet[Any]],
    *,
    measure: Measure = COUNT,
    **more: Any,
) -> None:
    facts = {"owner": OWNER, "version": 1, "effective_on": SINCE, "measure": measure, **more}
    register(Figure(key=key, label=label, definition=definition, unit=unit, records=records, **facts))


_declare(
    "awards.honours_organisations",
    _("Organisations honoured"),
    _("Honours given to Party organisations in the period; those revoked since are left out. One honour counts once."),
    pgettext_lazy("unit", "honours"),
    _honours(member=None, record_kind=""),
    kind="awards.honour",
)
_declare(
    "awards.honours_members",
    _("Members honoured"),
    _("Honours given to members in the period; those revoked since are left out. One honour counts once."),
    pgettext_lazy("unit", "honours"),
    _honours(member__isnull=False),
    kind="awards.honour",
)
_declare(
    "awards.nominations",
    _("Nominations entered"),
    _("Nominations entered in the period. Drafts and those withdrawn are left out, those not admitted are counted."),
    pgettext_lazy("unit", "nominations"),
    lambda scope: Nomination.objects.standing().filter(**_in(scope, "submitted_on")),
    kind="awards.nomination",
)
_declare(
    "awards.calls_decided",
    _("Rounds of awards decided"),
    _("Calls for awards that were decided in the period; those called off are left out."),
    pgettext_lazy("unit", "rounds of awards"),
    lambda scope: Call.objects.decided().filter(**_in(scope, "decided_on")),
    kind="awards.call",
)
_declare(
    "awards.july_first_kinds",
    _("Kinds of commendation on 1 July"),
    _(
        "Different honours of the 1 July commendations given on 1 July in the period, such as advanced primary "
        "organisations, outstanding members and outstanding Party-affairs workers. Each kind counts once."
    ),
    pgettext_lazy("unit", "kinds"),
    _honours(programme__key=JULY_FIRST, happened_on__month=7, happened_on__day=1),
    measure=CountDistinct("name"),
    kind="awards.honour",
    article="july-awards-kinds",
)
_declare(
    "awards.july_first_rounds",
    _("Commendations on 1 July"),
    _(
        "How many times commendations were given on 1 July in the period: once a year where it is done every year. A "
        "year counts once, however many were commended."
    ),
    pgettext_lazy("unit", "times"),
    _honours(programme__key=JULY_FIRST, happened_on__month=7, happened_on__day=1),
    measure=CountDistinct("happened_on"),
    kind="awards.honour",
)
