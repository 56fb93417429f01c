"""What the absent get afterwards: the summary and the papers, sent once and acknowledged once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.notices import services as notices

from .. import actions
from ..enums import Outcome
from ..errors import MeetingError
from ..models import Attendance, Meeting
from ..naming import name_of


@transaction.atomic
def send_make_up(meeting: Meeting, *, today: date, by: Actor | None) -> int:
    """Send summary and papers to everybody expected who was absent and has not got them; how many.

    Raises:
        MeetingError: the meeting is not filed as held, or nobody is left to send them to.
    """
    if not (meeting.is_filed and meeting.outcome == Outcome.HELD):
        raise MeetingError(_("File the record first; then the absent get its summary."))
    rows = list(meeting.attendances.filter(due=True, present=False, make_up_sent_on=None).select_related("member"))
    if not rows:
        raise MeetingError(_("Everybody who was absent has the papers already."))
    accounts = Account.objects.active().filter(member__in=[row.member_id for row in rows])
    notices.send(
        to=list(accounts.values_list("pk", flat=True)),
        subject=format_lazy(gettext_lazy("To read afterwards: {name}"), name=name_of(meeting)),
        body=gettext_lazy("You could not come. Here is what was said; one tap when you have read it."),
        url=reverse("life:make-up", args=[meeting.pk]),
        organisation=meeting.organisation,
        by=by,
    )
    meeting.attendances.filter(pk__in=[row.pk for row in rows]).update(make_up_sent_on=today)
    changes = {"sent": len(rows)}
    audit.record(
        actions.MAKE_UP_SENT, meeting, by=by, organisation=meeting.organisation, changes=changes, label=name_of(meeting)
    )
    return len(rows)


@transaction.atomic
def acknowledge(attendance: Attendance, *, today: date, by: Actor | None) -> Attendance:
    """Note that an absent member has read the papers. The first time counts.

    Raises:
        MeetingError: nothing was sent to this member.
    """
    row: Attendance = (
        Attendance.objects.select_for_update(of=("self",)).select_related("meeting__organisation").get(pk=attendance.pk)
    )
    if row.make_up_sent_on is None:
        raise MeetingError(_("Nothing was sent to you for this meeting."))
    if row.made_up_on is None:
        row.made_up_on = today
        row.save(update_fields=["made_up_on"])
        meeting = row.meeting
        audit.record(actions.MADE_UP, meeting, by=by, organisation=meeting.organisation, label=name_of(meeting))
    return row
