"""Figures about meetings: how many were held as what, and how many of those expected were there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.marking import OWN, watch
from dangjian.kernel.figures.measures import Count, CountDistinct, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, Words, register
from dangjian.kernel.tree.enums import BRANCH_KINDS

from ..enums import Outcome
from ..models import Attendance, CountsAs, Meeting

# A correction takes the place of what it corrects, also for those who met jointly.
_COUNTING = "SELECT organisation_id AS place FROM life_countsas WHERE meeting_id = {row}."
watch("life_meeting", OWN, "SELECT organisation_id AS place FROM life_meeting WHERE id = {row}.corrects_id")
watch("life_meeting", _COUNTING + "id", _COUNTING + "corrects_id")

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
MEETINGS, PERCENT = _("meetings"), "%"
COUNTED = _("Counted by the day they were held; corrected records count once, drafts and returned records do not.")


def declare(key: str, label: Words, unit: Words, definition: Words, **more: Any) -> None:
    """A figure of this room."""
    register(
        Figure(
            key=key, label=label, unit=unit, definition=definition, owner=OWNER, version=1, effective_on=SINCE, **more
        )
    )


def in_period(scope: Scope, prefix: str = "") -> Q:
    """Held in the period, up to the day of the figure."""
    return Q(
        **{f"{prefix}happened_on__gte": scope.period.starts_on, f"{prefix}happened_on__lte": scope.as_of},
    )


def _meetings(key: str, label: Words, definition: Words, rows: Callable[[Scope], QuerySet[Any]], **more: Any) -> None:
    declare(
        key,
        label,
        MEETINGS,
        format_lazy("{} {}", definition, COUNTED),
        measure=Count(),
        records=lambda scope: rows(scope).filter(in_period(scope)),
        kind="life.meeting",
        tallied=True,
        of_year=True,
        **more,
    )


_meetings(
    "life.meetings",
    _("Meetings held"),
    _("All meetings recorded as held."),
    lambda scope: Meeting.objects.held(),
    desk=5,
    below=6,
)
_meetings(
    "life.meetings_not_held",
    _("Meetings not held, with a reason"),
    _("Meetings recorded as not held, with the reason why."),
    lambda scope: Meeting.objects.standing().filter(outcome=Outcome.NOT_HELD),
)
_meetings(
    "life.meetings_entered_late",
    _("Meetings entered later than held"),
    _("Meetings whose record was filed after the day on which they were held; both days are kept."),
    lambda scope: Meeting.objects.held().entered_late(),
)


def _branches(scope: Scope) -> QuerySet[Any]:
    rows = CountsAs.objects.held().filter(in_period(scope, "meeting__"))
    return rows.filter(organisation__kind__in=BRANCH_KINDS)


declare(
    "life.branches_with_meetings",
    _("Branches that held a meeting"),
    _("branches"),
    _("Branches of every kind with at least one meeting recorded as held in the period."),
    measure=CountDistinct("organisation"),
    records=_branches,
    kind="organisations.organisation",
    row="organisation",
)


def _attendances(present: bool) -> Callable[[Scope], QuerySet[Any]]:
    only = Q(present=True) if present else Q()
    return lambda scope: Attendance.objects.filter(
        only,
        in_period(scope, "meeting__"),
        due=True,
        meeting__in=Meeting.objects.held().filter(in_period(scope)).values("pk"),
    )


EXPECTED = _(
    "Old, frail, ill or disabled members without activities, and those seconded, travelling, mobile, out of contact or "
    "suspended on that day, are not expected: they stand in neither number."
)
for _key, _label, _present, _words in (
    (
        "life.expected",
        _("Expected at meetings"),
        False,
        _("Members expected at meetings held, once a meeting."),
    ),
    (
        "life.present",
        _("Present at meetings"),
        True,
        _("Of the members expected at meetings held, those present."),
    ),
):
    declare(
        _key,
        _label,
        _("attendances"),
        format_lazy("{} {}", _words, EXPECTED),
        measure=Count(),
        records=_attendances(_present),
        path="meeting__organisation__path",
        kind="life.attendance",
    )
declare(
    "life.attendance",
    _("Attendance of meetings"),
    PERCENT,
    _("Of those expected at the meetings of the period, the share that was present. It is no ranking of persons."),
    measure=Ratio("life.present", "life.expected"),
    decimals=1,
)
