"""Proposals, the decision with one honour for each, and a letter to everybody who was put forward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.notices import services as notices
from dangjian.kernel.wording import one_line, passage

from ..actions import DECIDED, LETTERS_SENT, PROPOSED
from ..codes import new_code
from ..enums import CallStage, PhaseKind
from ..errors import DecisionError
from ..letters import subject_of
from ..models import AwardClass, Call, Honour, Nomination
from ..queries.decisions import (
    helped_by,
    letters_to_send,
    not_noticed,
    over_quota,
    proposals,
    unhandled_objections,
    without_reason,
)
from ..queries.people import accounts_of, workers_at
from .calls import locked_call, refuse_before
from .nominations import locked_nomination


@transaction.atomic
def propose(
    nomination: Nomination, award_class: AwardClass | None, *, reason: str, helped: str | None = None, by: Actor | None
) -> Nomination:
    """Propose a nomination for a class, or for none, with the reason; it may change until the decision.

    Args:
        award_class: its own class, or one that is filled from those next in line; None for not selected.
        helped: what helped, and what would help next time: stands in the letter. None leaves it as it is.

    Raises:
        DecisionError: it was not admitted, the class is another's, or no reason is given.
        CallError: the call is decided, or its phase of deciding has not begun.
    """
    nomination = locked_nomination(nomination)
    call = locked_call(nomination.call, CallStage.ISSUED)
    if by:
        refuse_before(call, PhaseKind.DECIDING, by.today)
    if not nomination.admitted_on or nomination.withdrawn_on or nomination.refused_on:
        raise DecisionError(_("{title} does not take part in the review.").format(title=nomination))
    words = passage(reason)
    if not words:
        raise DecisionError(_("Give the reason; it stands in the letter to those who entered it."), field="reason")
    if award_class is not None:
        _refuse_class(nomination, award_class)
    if nomination.proposed_class_id is None and award_class is not None:
        # Whoever comes to it after a public notice has not stood in it.
        nomination.noticed_in = None
    nomination.proposed_class, nomination.decision_reason = award_class, words
    if helped is not None:
        nomination.helped = passage(helped)
    nomination.version += 1
    nomination.save(update_fields=["proposed_class", "decision_reason", "helped", "noticed_in", "version"])
    changes = {"class": award_class.name if award_class else ""}
    audit.record(PROPOSED, nomination, by=by, organisation=call.organisation, changes=changes)
    return nomination


def _refuse_class(nomination: Nomination, award_class: AwardClass) -> None:
    own = nomination.award_class_id
    if own not in (award_class.pk, award_class.runner_up_of_id):
        raise DecisionError(_("{title} was put forward for another class.").format(title=nomination))
    if any(objection.outcome == "upheld" for objection in nomination.objections.all()):
        raise DecisionError(_("An objection to {title} was upheld.").format(title=nomination))


@transaction.atomic
def propose_several(
    award_class: AwardClass,
    chosen: Sequence[Nomination],
    *,
    reason: str,
    others: Collection[Nomination] = (),
    others_reason: str = "",
    by: Actor | None,
) -> int:
    """Propose several for a class with one reason, and give the others theirs; how many are proposed.

    Raises:
        DecisionError: as ``propose``, more are chosen than the class has places, or a reason is missing.
    """
    if len(chosen) > award_class.quota:
        words = _("{n} are chosen, and “{name}” has {quota} places. Choose fewer, or change nothing.")
        facts = {"n": len(chosen), "name": award_class.name, "quota": award_class.quota}
        raise DecisionError(words.format(**facts), field="nominations")
    if others and not passage(others_reason):
        raise DecisionError(_("Give the reason for those who are not chosen, too."), field="others_reason")
    for nomination in chosen:
        propose(nomination, award_class, reason=reason, by=by)
    for nomination in others:
        propose(nomination, None, reason=others_reason, by=by)
    return len(chosen)


@transaction.atomic
def decide(
    call: Call, *, number: str, on: date, today: date, given_on: date | None = None, by: Actor | None
) -> list[Honour]:
    """Record the decision: every proposal becomes an honour in the register, with a code for its certificate.

    Args:
        number: number of the decision's paper.
        on: the day of the decision.
        given_on: the day the honour is given, such as 1 July; the day of the decision by default.

    Raises:
        DecisionError: a class has more proposals than places, somebody has no reason or was not in a public notice
            that has ended, an objection is open, nobody is proposed, or number or days do not fit.
    """
    call = locked_call(call, CallStage.ISSUED)
    words = one_line(number, 60)
    if not words:
        raise DecisionError(_("Give the number of the decision."), field="number")
    if on > today:
        raise DecisionError(_("This day lies ahead."), field="on")
    if given_on and given_on < on:
        raise DecisionError(_("An honour is not given before it is decided."), field="given_on")
    _refuse_unready(call, on)
    call.decided_on, call.decision_number = on, words
    call.version += 1
    call.save(update_fields=["decided_on", "decision_number", "version"])
    honours = [_honour(one, call, given_on or on) for one in proposals(call)]
    Honour.objects.bulk_create(honours)
    counts = Counter(honour.name for honour in honours)
    changes = {"number": words, "on": on.isoformat(), "honours": dict(counts)}
    audit.record(DECIDED, call, by=by, organisation=call.organisation, changes=changes)
    return honours


def _refuse_unready(call: Call, on: date) -> None:
    if not Nomination.objects.proposed().filter(call=call).exists():
        raise DecisionError(_("Nobody is proposed yet."))
    for sentence in (*over_quota(call), *without_reason(call), *not_noticed(call, on), *unhandled_objections(call)):
        raise DecisionError(sentence)


def _honour(nomination: Nomination, call: Call, day: date) -> Honour:
    award_class = nomination.proposed_class
    assert award_class is not None
    return Honour(
        organisation=nomination.organisation,
        member=nomination.member,
        record_kind=nomination.record_kind,
        record_id=nomination.record_id,
        programme=call.programme,
        award_class=award_class,
        nomination=nomination,
        name=award_class.name,
        title=nomination.title,
        given_by=call.organisation.name[:100],
        document_number=call.decision_number,
        happened_on=day,
        certificate_code=new_code(),
    )


@transaction.atomic
def send_letters(call: Call, *, today: date, by: Actor | None) -> int:
    """Send the letter to everybody who entered somebody, and to members with an account; how many nominations.

    Nobody gets a letter twice.

    Raises:
        DecisionError: the call is not decided, or all letters were sent.
    """
    call = locked_call(call, CallStage.DECIDED)
    waiting = letters_to_send(call)
    if not waiting:
        raise DecisionError(_("All letters were sent."))
    workers = workers_at({one.organisation_id for one in waiting}, today)
    accounts = accounts_of({one.member_id for one in waiting if one.member_id})
    for nomination in waiting:
        own = {accounts[nomination.member_id]} if nomination.member_id in accounts else set()
        said = helped_by(nomination, today)
        notices.send(
            to=workers[nomination.organisation_id] | own,
            subject=format_lazy(gettext_lazy("{subject}: {title}"), subject=subject_of(nomination), title=nomination),
            body="\n".join((nomination.decision_reason, *said)),
            url=reverse("awards:letter", args=[nomination.pk]),
            organisation=nomination.organisation,
            by=by,
        )
    Nomination.objects.filter(pk__in=[one.pk for one in waiting]).update(letter_on=today)
    audit.record(LETTERS_SENT, call, by=by, organisation=call.organisation, changes={"letters": len(waiting)})
    return len(waiting)
