"""What a ledger says of meetings: what, when, where, who, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import shown
from dangjian.kernel.records.entries import Entry

from ..enums import Capacity, Outcome
from ..models import Attendance, Decision, Meeting
from ..naming import name_of

_LOADED = ("counts", "chair", "recorder", "lecturer", "attendances__member", "decisions__owner")


def meetings_told(meetings: Sequence[Meeting], actor: Actor) -> list[Entry]:
    """The entries of a page of meetings, in a fixed number of queries."""
    prefetch_related_objects(list(meetings), *_LOADED)
    return [_told(meeting) for meeting in meetings]


def _told(meeting: Meeting) -> Entry:
    return Entry(
        name_of(meeting),
        tuple(_facts(meeting)),
        (
            (_("Agenda"), meeting.agenda),
            (_("Main points"), meeting.content),
            (_("Decisions"), "\n".join(map(_decided, meeting.decisions.all()))),
        ),
        tuple(_roll(list(meeting.attendances.all()))),
    )


def _facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    hours = [shown(hour) for hour in (meeting.begins_at, meeting.ends_at) if hour]
    yield _("Hours"), "–".join(hours)
    yield _("Place"), meeting.place
    people = {
        _("In the chair"): meeting.chair,
        _("Recorded by"): meeting.recorder,
        _("Lesson given by"): meeting.lecturer,
    }
    for label, person in people.items():
        yield label, person.name if person else ""
    yield _("Guests without a vote"), meeting.guests
    if meeting.outcome == Outcome.NOT_HELD:
        yield _("Why it was not held"), meeting.reason


def _roll(rows: Sequence[Attendance]) -> Iterator[tuple[str, str]]:
    due = [row for row in rows if row.due]
    here = [row.member.name for row in due if row.present]
    if due:
        numbers = _("{due} expected, {here} present").format(due=len(due), here=len(here))
        yield _("Attendance"), f"{numbers}\n{'、'.join(here)}"
    away = (f"{row.member.name} ({row.reason})" if row.reason else row.member.name for row in due if not row.present)
    yield _("Absent"), "、".join(away)
    leaders = (row.member.name for row in rows if row.capacity == Capacity.LEADER)
    yield _("Higher leaders attending"), "、".join(leaders)
    others = (row.member.name for row in rows if not row.due and row.capacity != Capacity.LEADER)
    yield _("Came without being expected"), "、".join(others)


def _decided(decision: Decision) -> str:
    if decision.owner is None or decision.due_on is None:
        return decision.text
    return _("{text} ({owner}, by {day})").format(
        text=decision.text, owner=decision.owner.name, day=shown(decision.due_on)
    )
