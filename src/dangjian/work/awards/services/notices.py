"""Public notice of proposals, objections, and how they were handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.notices import services as told
from dangjian.kernel.periods import add_working_days
from dangjian.kernel.wording import one_line, passage

from ..actions import HANDLED, NOTICE_PUBLISHED, OBJECTED
from ..enums import CallStage, Department, ObjectionOutcome, ObjectionWay, PhaseKind
from ..errors import DecisionError
from ..models import Call, Nomination, Objection, PublicNotice
from ..queries.decisions import over_quota, to_notice
from ..queries.nominations import receipts_missing
from ..queries.people import workers_at
from .calls import locked_call, refuse_before


def notice_ends(starts_on: date, working_days: int) -> date:
    """The day after the last of so many working days; the day of publication is not counted (Civil Code, art. 201)."""
    return add_working_days(starts_on, working_days).day + timedelta(days=1)


@transaction.atomic
def publish_notice(call: Call, *, contact: str, today: date, by: Actor | None) -> PublicNotice:
    """Publish who is proposed and stood in no notice yet, from today for the working days of the call.

    Args:
        contact: where objections are taken: office, telephone, address.

    Raises:
        DecisionError: nobody new is proposed, a class has more proposals than places, receipts of departments are
            missing, or nobody is named who takes objections.
        CallError: the call is decided, or its phase of public notice has not begun.
    """
    call = locked_call(call, CallStage.ISSUED)
    refuse_before(call, PhaseKind.NOTICE, today)
    words = one_line(contact, 200)
    if not words:
        raise DecisionError(_("Say where objections are taken."), field="contact")
    fresh = to_notice(call)
    if not fresh:
        raise DecisionError(_("Nobody is proposed who did not stand in a public notice."))
    for sentence in (*over_quota(call), *_receipts(call, fresh)):
        raise DecisionError(sentence)
    ends_on = notice_ends(today, call.notice_days)
    notice: PublicNotice = PublicNotice.objects.create(call=call, starts_on=today, ends_on=ends_on, contact=words)
    Nomination.objects.filter(pk__in=[one.pk for one in fresh]).update(noticed_in=notice)
    changes = {"from": today.isoformat(), "until": ends_on.isoformat(), "proposals": len(fresh)}
    audit.record(NOTICE_PUBLISHED, notice, by=by, organisation=call.organisation, changes=changes)
    return notice


def _receipts(call: Call, nominations: Sequence[Nomination]) -> list[str]:
    """The receipts that are missing, in sentences."""
    words = _("{title} lacks the receipt of: {departments}.")
    return [
        words.format(title=one, departments="、".join(str(Department(d).label) for d in departments))
        for one, departments in receipts_missing(call, nominations)
    ]


@transaction.atomic
def record_objection(
    nomination: Nomination,
    *,
    content: str,
    objector: str = "",
    way: str = ObjectionWay.PLATFORM,
    received_on: date | None = None,
    today: date,
    by: Actor | None,
) -> Objection:
    """Record an objection to somebody who stands in a public notice; the issuer's office is told that there is one.

    Raises:
        DecisionError: the nomination stands in no notice or is decided, the notice is over, or nothing is said.
    """
    nomination = Nomination.objects.select_related("call__organisation", "noticed_in", "organisation").get(
        pk=nomination.pk
    )
    notice, day = nomination.noticed_in, received_on or today
    if notice is None or nomination.call.decided_on or nomination.call.called_off_on:
        raise DecisionError(_("There is no public notice to object to."))
    if day > today or not notice.starts_on <= day < notice.ends_on:
        raise DecisionError(_("Objections are taken while the public notice runs."), field="received_on")
    words = passage(content)
    if not words:
        raise DecisionError(_("Say what is objected."), field="content")
    objection: Objection = Objection.objects.create(
        notice=notice,
        nomination=nomination,
        received_on=day,
        way=way,
        objector=one_line(objector, 100),
        account_id=by.account_id if by and way == ObjectionWay.PLATFORM else None,
        content=words,
    )
    organisation = nomination.call.organisation
    # Who objects, to whom and what is said is for the office alone: the entry names the call.
    changes = {"on": day.isoformat(), "way": way, "call": nomination.call_id}
    unnamed = None if way == ObjectionWay.PLATFORM else by
    audit.record(OBJECTED, objection, by=unnamed, organisation=organisation, changes=changes)
    told.send(
        to=workers_at([organisation.pk], today)[organisation.pk],
        subject=format_lazy(gettext_lazy("An objection came in: {call}"), call=nomination.call),
        url=reverse("awards:objection", args=[objection.pk]),
        organisation=organisation,
        by=None,
    )
    return objection


@transaction.atomic
def handle_objection(objection: Objection, *, outcome: str, answer: str, today: date, by: Actor | None) -> Objection:
    """Record how an objection was handled; upheld, it takes the proposal away.

    Raises:
        DecisionError: it was handled, or no words are given.
    """
    rows = Objection.objects.select_for_update(of=("self",)).select_related("notice__call__organisation", "nomination")
    objection = rows.get(pk=objection.pk)
    if objection.handled_on:
        raise DecisionError(_("This objection was handled already."))
    words = passage(answer)
    if not words:
        raise DecisionError(_("Say how it was looked into and what was found."), field="answer")
    objection.handled_on, objection.outcome, objection.answer = today, ObjectionOutcome(outcome).value, words
    objection.save(update_fields=["handled_on", "outcome", "answer"])
    organisation = objection.notice.call.organisation
    if outcome == ObjectionOutcome.UPHELD:
        Nomination.objects.filter(pk=objection.nomination_id).update(
            proposed_class=None, decision_reason=_("Not proposed any more after an objection in the public notice.")
        )
    changes = {"outcome": outcome, "on": today.isoformat()}
    audit.record(HANDLED, objection, by=by, organisation=organisation, changes=changes)
    if objection.account_id:
        told.send(
            to=objection.account_id,
            subject=gettext_lazy("Your objection was handled"),
            body=words,
            organisation=organisation,
            by=by,
        )
    return objection
