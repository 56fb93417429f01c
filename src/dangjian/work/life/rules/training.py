"""Class hours of training that a branch offers in a year: information, never late and on nobody's list of musts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.obligations.standing import Scope, Source, StandingRule, Version, register
from dangjian.kernel.periods import PeriodKind

from ..class_hours import reaching
from ..enums import MeetingKind
from .meetings import LOCAL, MEMBER_REGULATION, MEMBER_REGULATION_SINCE, branches, hold


def _reached(scope: Scope) -> QuerySet[Any]:
    return reaching(scope.version.parameters["hours"])


COUNTED_FROM = _("Reckoned from lessons, Party days and central-group studies held: 45 minutes are one class hour.")
MEMBERS = register(
    StandingRule(
        key="life.training_members",
        title=_("32 class hours of training for members"),
        source=Source(MEMBER_REGULATION, _("article 20")),
        versions=(Version(MEMBER_REGULATION_SINCE, PeriodKind.YEAR, parameters={"hours": 32}),),
        applies=branches,
        evidence=_reached,
        evidence_on="meeting__happened_on",
        informational=True,
        kind="life.meeting",
        action=_("Record it"),
        action_url=hold(MeetingKind.LESSON),
        advice=COUNTED_FROM,
    )
)
OFFICERS = register(
    StandingRule(
        key="life.training_officers",
        title=_("56 class hours of training for secretaries and committee members"),
        source=LOCAL,
        versions=(Version(date(2017, 1, 1), PeriodKind.YEAR, parameters={"hours": 56}),),
        applies=branches,
        evidence=_reached,
        evidence_on="meeting__happened_on",
        informational=True,
        kind="life.meeting",
        action=_("Record it"),
        action_url=hold(MeetingKind.LESSON),
        advice=COUNTED_FROM,
    )
)
