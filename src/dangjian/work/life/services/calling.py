"""Calling a meeting: the notice, the answers, the reminder of those who have not answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.notices import services as notices
from dangjian.kernel.periods import years_after
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .. import actions
from ..drafts import check_times, code_of, locked, places_of, start
from ..enums import Outcome
from ..errors import MeetingError
from ..models import Meeting, Reply
from ..naming import kinds_of, name_of
from ..queries.roll import roll

CALL_AHEAD_YEARS = 1


@transaction.atomic
def call_meeting(
    *,
    organisation: Organisation,
    kinds: Sequence[str],
    on: date,
    begins_at: time,
    place: str,
    topic: str = "",
    agenda: str = "",
    ends_at: time | None = None,
    jointly: Collection[Organisation] = (),
    check_in: bool = False,
    notify: bool = True,
    today: date,
    by: Actor | None,
) -> Meeting:
    """Call a meeting and tell everybody who is expected.

    Args:
        kinds: as what it will count, of ``MeetingKind``.
        on: the day it is called for, today or later.
        jointly: further Party groups of the same branch that meet together.
        check_in: whether a code at the door may be used; nobody has to.
        notify: whether those expected are told.

    Raises:
        MeetingError: a day that is past or more than a year ahead, an end before the start, no kind or one that such
            an organisation does not hold, groups that cannot meet jointly.
    """
    if on < today:
        raise MeetingError(_("A meeting is called for today or later. What is past is recorded."), field="on")
    if on > years_after(today, CALL_AHEAD_YEARS):
        raise MeetingError(_("A meeting is called at most a year ahead. Check the year."), field="on")
    check_times(begins_at, ends_at)
    meeting = start(
        organisation=organisation,
        kinds=kinds,
        jointly=jointly,
        happened_on=on,
        begins_at=begins_at,
        ends_at=ends_at,
        place=place.strip(),
        topic=topic.strip(),
        agenda=agenda.strip(),
        check_in_code=code_of(6) if check_in else "",
        called_on=today,
        by=by,
    )
    if notify:
        _tell(meeting, [one.member for one in roll(places_of(meeting), kinds, on)], by=by)
    changes = {"on": on.isoformat(), "kinds": list(kinds)}
    audit.record(actions.CALLED, meeting, by=by, organisation=organisation, changes=changes, label=name_of(meeting))
    return meeting


@transaction.atomic
def change_call(
    meeting: Meeting,
    *,
    version: int,
    on: date,
    begins_at: time,
    place: str,
    topic: str = "",
    agenda: str = "",
    ends_at: time | None = None,
    today: date,
    by: Actor | None,
) -> Meeting:
    """Change day, time, place or agenda of a called meeting, and tell those expected when day, time or place moved.

    Args:
        version: of the meeting as the writer opened it.

    Raises:
        ConflictError: somebody else changed it meanwhile.
        MeetingError: it is recorded already, or as ``call_meeting`` says of days and times.
    """
    meeting = locked(meeting, version)
    if meeting.outcome != Outcome.CALLED:
        raise MeetingError(_("This meeting is recorded already; its call cannot change any more."))
    if on < today:
        raise MeetingError(_("A meeting is called for today or later. What is past is recorded."), field="on")
    check_times(begins_at, ends_at)
    new = {
        "topic": topic.strip(),
        "happened_on": on,
        "begins_at": begins_at,
        "ends_at": ends_at,
        "place": place.strip(),
        "agenda": agenda.strip(),
    }
    changes = {
        name: [str(getattr(meeting, name) or ""), str(value or "")]
        for name, value in new.items()
        if getattr(meeting, name) != value
    }
    if not changes:
        return meeting
    for name, value in new.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save(update_fields=[*new, "version"])
    if changes.keys() & {"happened_on", "begins_at", "place"}:
        _tell(meeting, [one.member for one in roll(places_of(meeting), kinds_of(meeting), on)], by=by)
    changes.pop("agenda", None)
    audit.record(
        actions.CHANGED, meeting, by=by, organisation=meeting.organisation, changes=changes, label=name_of(meeting)
    )
    return meeting


@transaction.atomic
def discard_call(meeting: Meeting, *, by: Actor | None) -> None:
    """Remove a call that was a slip: nothing was held and nothing recorded, so nothing is lost.

    Raises:
        MeetingError: it is recorded, or corrects another record.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=meeting.pk)
    if meeting.outcome != Outcome.CALLED:
        raise MeetingError(_("A recorded meeting is not removed. Correct it, or say that it was not held."))
    organisation, label = meeting.organisation, name_of(meeting)
    audit.record(actions.DISCARDED, meeting, by=by, organisation=organisation, label=label)
    meeting.delete()


@transaction.atomic
def reply(
    meeting: Meeting, member: Member, *, coming: bool, reason: str = "", code: str = "", today: date, by: Actor | None
) -> Reply:
    """Answer the call of a meeting; the last answer counts.

    Args:
        reason: why the member cannot come; wanted when ``coming`` is False.
        code: the code at the door, when the meeting has one and the member chose to use it.

    Raises:
        MeetingError: the meeting is past or recorded, the member is not on its roll, no reason, a wrong code.
    """
    if meeting.outcome != Outcome.CALLED or meeting.happened_on < today:
        raise MeetingError(_("This meeting is over; there is nothing to answer any more."))
    expected = roll(places_of(meeting), kinds_of(meeting), meeting.happened_on)
    if member.pk not in {one.member.pk for one in expected}:
        raise MeetingError(_("You are not on the roll of this meeting."))
    if not coming and not reason.strip():
        raise MeetingError(_("Say in a few words why you cannot come."), field="reason")
    at_the_door = bool(code.strip())
    if at_the_door and (not meeting.check_in_code or code.strip().upper() != meeting.check_in_code):
        raise MeetingError(_("The code at the door is another one. You can also simply sit down."), field="code")
    facts = {"coming": coming, "reason": "" if coming else reason.strip()[:100], "at_the_door": at_the_door}
    row, _new = Reply.objects.update_or_create(meeting=meeting, member=member, defaults=facts)
    audit.record(
        actions.REPLIED,
        meeting,
        by=by,
        organisation=meeting.organisation,
        changes={"coming": coming},
        label=name_of(meeting),
    )
    return row


@transaction.atomic
def remind(meeting: Meeting, *, today: date, by: Actor | None) -> int:
    """Remind those who are expected and have not answered, and only those; how many have an account and were told.

    Raises:
        MeetingError: the meeting is over, or everybody has answered.
    """
    if meeting.outcome != Outcome.CALLED or meeting.happened_on < today:
        raise MeetingError(_("This meeting is over; there is nobody to remind any more."))
    answered = set(meeting.replies.values_list("member", flat=True))
    expected = roll(places_of(meeting), kinds_of(meeting), meeting.happened_on)
    silent = [one.member for one in expected if one.due and one.member.pk not in answered]
    if not silent:
        raise MeetingError(_("Everybody has answered."))
    told = _tell(meeting, silent, by=by)
    changes = {"silent": len(silent), "told": told}
    audit.record(
        actions.REMINDED, meeting, by=by, organisation=meeting.organisation, changes=changes, label=name_of(meeting)
    )
    return told


def _tell(meeting: Meeting, members: Collection[Member], *, by: Actor | None) -> int:
    accounts = Account.objects.active().filter(member__in=members).values_list("pk", flat=True)
    when = f"{day_text(meeting.happened_on)} {meeting.begins_at:%H:%M}" if meeting.begins_at else ""
    told = notices.send(
        to=list(accounts),
        subject=format_lazy(gettext_lazy("Meeting: {name}"), name=name_of(meeting)),
        body=format_lazy(
            gettext_lazy("{when}, {place}. Say with one tap whether you are coming."),
            when=when,
            place=meeting.place or meeting.organisation,
        ),
        url=reverse("life:meeting-call", args=[meeting.pk]),
        organisation=meeting.organisation,
        by=by,
    )
    return len(told)
