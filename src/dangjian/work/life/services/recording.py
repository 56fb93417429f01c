"""Recording a meeting: held or not held, reviewed, taken back, corrected. Nothing is back-dated: both days stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.obligations import services as obligations
from dangjian.kernel.periods import years_after
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation

from .. import actions
from ..drafts import check_times, locked, places_of, start
from ..enums import Capacity, Outcome
from ..errors import MeetingError
from ..models import Attendance, Decision, Meeting, Practice
from ..naming import kinds_of, name_of
from ..queries.practice import practice_of
from ..queries.roll import Expected, roll

LONGEST_TITLE = 80
DETAILS = ("begins_at", "ends_at", "place", "topic", "agenda", "content", "guests")
PEOPLE = ("chair", "recorder", "lecturer")
WRITTEN = (*DETAILS, *PEOPLE)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is entered: what, and where somebody sees to it, who and by when."""

    text: str
    owner: Member | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Minutes:
    """What a record says of a meeting that was held.

    Attributes:
        on: the day it was held.
        absent: key of a member expected -> why absent; everybody else expected was present.
        came_all_the_same: keys of members who were not expected (exempt, away …) and came.
        leaders: higher leaders who attended (double organisational life).
        guests: guests without a vote, in words.
    """

    on: date
    content: str
    begins_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    topic: str = ""
    agenda: str = ""
    absent: Mapping[int, str] = field(default_factory=dict)
    came_all_the_same: Collection[int] = ()
    leaders: Sequence[Member] = ()
    guests: str = ""
    chair: Member | None = None
    recorder: Member | None = None
    lecturer: Member | None = None
    decisions: Sequence[Decided] = ()


@transaction.atomic
def record_meeting(
    *,
    organisation: Organisation,
    kinds: Sequence[str],
    minutes: Minutes,
    jointly: Collection[Organisation] = (),
    today: date,
    by: Actor | None,
) -> Meeting:
    """Record a meeting that nobody had called on the platform.

    Raises:
        MeetingError: as ``call_meeting`` says of kinds and groups, and as ``file_meeting``.
    """
    meeting = start(organisation=organisation, kinds=kinds, jointly=jointly, happened_on=minutes.on, by=by)
    return file_meeting(meeting, minutes=minutes, version=None, today=today, by=by)


@transaction.atomic
def file_meeting(meeting: Meeting, *, minutes: Minutes, version: int | None, today: date, by: Actor | None) -> Meeting:
    """File the record of a meeting that was held; decisions with an owner and a day become asks.

    Args:
        version: of the meeting as the writer opened it.

    Raises:
        ConflictError: somebody else recorded it meanwhile.
        MeetingError: a day to come, an end before the start, no main points, nobody on the roll or nobody present,
            somebody counted twice, an absence without a reason, a decision without its owner.
    """
    meeting = locked(meeting, version)
    if meeting.state != RecordState.DRAFT:
        raise MeetingError(_("This meeting is recorded already. Take the record back, or correct it."))
    _check_day(meeting.organisation, minutes.on, today)
    check_times(minutes.begins_at, minutes.ends_at)
    if not minutes.content.strip():
        raise MeetingError(_("Write down the main points; two lines are enough."), field="content")
    rows = _attendances(meeting, minutes)
    practice = practice_of(meeting.organisation, today)
    for name in WRITTEN:
        setattr(meeting, name, getattr(minutes, name))
    meeting.happened_on, meeting.outcome, meeting.reason = minutes.on, Outcome.HELD, ""
    _file(meeting, practice, today)
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(rows)
    _decide(meeting, minutes.decisions, by=by)
    facts = {"on": minutes.on.isoformat(), "present": sum(row.present for row in rows), "due": sum(r.due for r in rows)}
    audit.record(
        actions.FILED, meeting, by=by, organisation=meeting.organisation, changes=facts, label=name_of(meeting)
    )
    return meeting


@transaction.atomic
def not_held(meeting: Meeting, *, reason: str, on: date, version: int | None, today: date, by: Actor | None) -> Meeting:
    """Record that a meeting was not held, and why: an accepted answer, never counted as held.

    Args:
        on: the day it would have been.

    Raises:
        ConflictError: somebody else recorded it meanwhile.
        MeetingError: no reason, or it is recorded already.
    """
    meeting = locked(meeting, version)
    if meeting.state != RecordState.DRAFT:
        raise MeetingError(_("This meeting is recorded already. Take the record back, or correct it."))
    if not reason.strip():
        raise MeetingError(_("Say why it was not held; one sentence is enough."), field="reason")
    meeting.happened_on, meeting.outcome, meeting.reason = on, Outcome.NOT_HELD, reason.strip()
    meeting.attendances.all().delete()
    _file(meeting, practice_of(meeting.organisation, today), today)
    audit.record(
        actions.NOT_HELD,
        meeting,
        by=by,
        organisation=meeting.organisation,
        changes={"on": on.isoformat(), "reason": meeting.reason},
        label=name_of(meeting),
    )
    return meeting


@transaction.atomic
def explain(
    *, organisation: Organisation, kinds: Sequence[str], on: date, reason: str, today: date, by: Actor | None
) -> Meeting:
    """Say why a meeting that was never called was not held.

    Raises:
        MeetingError: as ``call_meeting`` says of kinds, and as ``not_held``.
    """
    meeting = start(organisation=organisation, kinds=kinds, jointly=(), happened_on=on, by=by)
    return not_held(meeting, reason=reason, on=on, version=None, today=today, by=by)


@transaction.atomic
def approve(meeting: Meeting, *, by: Actor | None) -> Meeting:
    """Note that a filed record was reviewed and is in order.

    Raises:
        MeetingError: it does not wait for a review.
    """
    meeting = _awaiting(meeting)
    meeting.awaits_review = False
    meeting.save(update_fields=["awaits_review"])
    audit.record(actions.APPROVED, meeting, by=by, organisation=meeting.organisation, label=name_of(meeting))
    return meeting


@transaction.atomic
def return_meeting(meeting: Meeting, *, reason: str, by: Actor | None) -> Meeting:
    """Return a filed record with a reason; it counts again when it is filed anew.

    Raises:
        MeetingError: no reason, or it does not wait for a review.
    """
    meeting = _awaiting(meeting)
    if not reason.strip():
        raise MeetingError(_("Say what is missing, so that the branch can mend it."), field="reason")
    _reopen(meeting, because=reason.strip())
    changes = {"reason": meeting.returned_because}
    audit.record(
        actions.RETURNED, meeting, by=by, organisation=meeting.organisation, changes=changes, label=name_of(meeting)
    )
    return meeting


@transaction.atomic
def take_back(meeting: Meeting, *, today: date, by: Actor | None) -> Meeting:
    """Take a filed record back to write on it, while it is not locked. What it proved is open again.

    Raises:
        MeetingError: it is not filed, or locked.
    """
    meeting = locked(meeting, None)
    if not meeting.is_filed:
        raise MeetingError(_("This meeting is not filed."))
    if meeting.is_locked(today):
        raise MeetingError(_("This record is locked. Correct it: the first text stays, and the correction says why."))
    _reopen(meeting, because="")
    audit.record(actions.WITHDRAWN, meeting, by=by, organisation=meeting.organisation, label=name_of(meeting))
    return meeting


@transaction.atomic
def correct(meeting: Meeting, *, reason: str, today: date, by: Actor | None) -> Meeting:
    """Begin a correction of a locked record: a new draft with its text; the first stays until the new one is filed.

    Raises:
        MeetingError: it is not locked, no reason is given, or a correction is being written already.
    """
    meeting = locked(meeting, None)
    if not meeting.is_locked(today):
        raise MeetingError(_("This record is not locked yet. Take it back and change it."))
    if not reason.strip():
        raise MeetingError(_("Say why the record is corrected."), field="reason")
    if meeting.corrections.exists():
        raise MeetingError(_("A correction of this record exists already."))
    copied = {name: getattr(meeting, name) for name in (*DETAILS, "happened_on")}
    people = {f"{name}_id": getattr(meeting, f"{name}_id") for name in PEOPLE}
    places = places_of(meeting)
    new = start(
        organisation=meeting.organisation,
        kinds=kinds_of(meeting),
        jointly=places[1:],
        corrects=meeting,
        correction_reason=reason.strip()[:200],
        by=by,
        **copied,
        **people,
    )
    changes = {"reason": new.correction_reason}
    audit.record(
        actions.CORRECTED, meeting, by=by, organisation=meeting.organisation, changes=changes, label=name_of(meeting)
    )
    return new


@transaction.atomic
def set_practice(
    *, organisation: Organisation, review: bool, lock_days: int, starts_on: date, by: Actor | None
) -> Practice:
    """Say how an organisation and those below it keep their records from a day on.

    Raises:
        MeetingError: less than a day or more than a year until a record locks.
    """
    if not 1 <= lock_days <= 366:
        raise MeetingError(_("Between 1 and 366 days."), field="lock_days")
    practice: Practice = Practice.objects.create(
        organisation=organisation, review=review, lock_days=lock_days, starts_on=starts_on
    )
    changes = {"review": review, "lock_days": lock_days, "from": starts_on.isoformat()}
    audit.record(actions.PRACTICE_SET, practice, by=by, organisation=organisation, changes=changes)
    return practice


def _check_day(organisation: Organisation, on: date, today: date) -> None:
    if on > today:
        raise MeetingError(_("This day is still to come. A meeting is recorded when it has been held."), field="on")
    if on < organisation.starts_on or (organisation.ends_on is not None and on >= organisation.ends_on):
        raise MeetingError(_("{name} did not exist on that day.").format(name=organisation), field="on")


def _attendances(meeting: Meeting, minutes: Minutes) -> list[Attendance]:
    expected = roll(places_of(meeting), kinds_of(meeting), minutes.on)
    if not expected:
        words = _("Nobody is on the roll of {name} on that day. Check the day, or enter the members first.")
        raise MeetingError(words.format(name=meeting.organisation), field="on")
    _check_absent(expected, minutes.absent)
    came = set(minutes.came_all_the_same)
    rows = [
        Attendance(
            meeting=meeting,
            member=one.member,
            capacity=one.capacity,
            due=one.due,
            present=one.member.pk not in minutes.absent,
            reason=minutes.absent.get(one.member.pk, "").strip()[:100],
        )
        for one in expected
        if one.due or one.member.pk in came
    ]
    if not any(row.present for row in rows):
        raise MeetingError(_("Nobody was present. Then say that the meeting was not held, and why."), field="absent")
    seen = {row.member_id for row in rows}
    for member in minutes.leaders:
        if member.pk in seen:
            raise MeetingError(_("{name} is counted twice: once is enough.").format(name=member), field="leaders")
        seen.add(member.pk)
        rows.append(Attendance(meeting=meeting, member=member, capacity=Capacity.LEADER, due=False))
    return rows


def _check_absent(expected: Iterable[Expected], absent: Mapping[int, str]) -> None:
    names = {one.member.pk: one.member.name for one in expected if one.due}
    for key, reason in absent.items():
        if key not in names:
            raise MeetingError(_("Somebody marked absent was not expected on that day."), field="absent")
        if not reason.strip():
            words = _("Say why {name} was absent; a word is enough.")
            raise MeetingError(words.format(name=names[key]), field="absent")


def _decide(meeting: Meeting, decisions: Sequence[Decided], *, by: Actor | None) -> None:
    _forget_decisions(meeting, by=by)
    for number, decided in enumerate(decisions, start=1):
        if not decided.text.strip():
            raise MeetingError(_("Decision {number} is empty.").format(number=number), field="decisions")
        if (decided.owner is None) != (decided.due_on is None):
            words = _("Decision {number}: give both who sees to it and by when, or neither.")
            raise MeetingError(words.format(number=number), field="decisions")
        if decided.due_on is not None and not _may_be_due(decided.due_on, meeting.happened_on):
            words = _("Decision {number}: choose a day within a year of the meeting.")
            raise MeetingError(words.format(number=number), field="decisions")
        Decision.objects.create(
            meeting=meeting,
            text=decided.text.strip(),
            owner=decided.owner,
            due_on=decided.due_on,
            ask=_asked(meeting, decided, by=by),
        )


def _may_be_due(day: date, meeting_on: date) -> bool:
    """An ask dies after a year, and a day after the answer at the earliest."""
    return meeting_on <= day < years_after(meeting_on, 1)


def _asked(meeting: Meeting, decided: Decided, *, by: Actor | None) -> Any:
    if decided.owner is None or decided.due_on is None:
        return None
    return obligations.undertake(
        organisation=meeting.organisation,
        title=decided.text.strip()[:LONGEST_TITLE],
        reason=_("Decided by: {meeting}").format(meeting=name_of(meeting)),
        owner=decided.owner.name,
        due_on=decided.due_on,
        ends_on=years_after(meeting.happened_on, 1),
        on=meeting.happened_on,
        by=by,
    )


def _forget_decisions(meeting: Meeting, *, by: Actor | None) -> None:
    for decision in meeting.decisions.select_related("ask"):
        if decision.ask is not None and decision.ask.closed_on is None:
            obligations.withdraw(decision.ask, on=decision.ask.asked_on, by=by)
    meeting.decisions.all().delete()


def _file(meeting: Meeting, practice: Practice, today: date) -> None:
    meeting.state, meeting.filed_on = RecordState.FILED, today
    meeting.locks_on = today + timedelta(days=practice.lock_days)
    meeting.awaits_review, meeting.returned_because = practice.review, ""
    meeting.version += 1
    meeting.save()


def _reopen(meeting: Meeting, *, because: str) -> None:
    meeting.state, meeting.outcome, meeting.returned_because = RecordState.DRAFT, Outcome.CALLED, because[:200]
    meeting.awaits_review, meeting.filed_on, meeting.locks_on = False, None, None
    meeting.version += 1
    meeting.save()


def _awaiting(meeting: Meeting) -> Meeting:
    meeting = locked(meeting, None)
    if not meeting.awaits_review:
        raise MeetingError(_("This record does not wait for a review."))
    return meeting
