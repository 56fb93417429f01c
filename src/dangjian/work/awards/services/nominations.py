"""The way of a nomination: begun, entered, admitted or not, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.notices import services as notices
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside
from dangjian.kernel.wording import one_line, passage

from ..actions import ADMITTED, NOMINATED, REFUSED, REWRITTEN, SUBMITTED, WITHDRAWN
from ..enums import PhaseKind, Subject
from ..errors import NominationError
from ..models import AwardClass, Call, Nomination
from ..queries import nominations as queries
from ..queries.people import workers_at

Record = tuple[str, int]


@transaction.atomic
def nominate(
    call: Call,
    award_class: AwardClass,
    *,
    organisation: Organisation,
    title: str = "",
    deeds: str = "",
    member: Member | None = None,
    record: Record | None = None,
    today: date,
    by: Actor | None,
) -> Nomination:
    """Begin a nomination: a draft until it is entered.

    Args:
        organisation: who is put forward, or the organisation of who or what is.
        title: how it is listed; by default the name of the member or organisation.
        record: kind and key of a record of another room.

    Raises:
        NominationError: the call takes no nominations today or not from there, the class is for others, or somebody
            is put forward for the class already.
    """
    call = open_call(call, today)
    if award_class.call_id != call.pk:
        raise NominationError(_("This class belongs to another call."))
    if not inside(organisation.path or "", call.organisation.path or ""):
        raise NominationError(_("This call does not reach this organisation."))
    _refuse_subject(award_class, member, record)
    words = one_line(title, 120) or str(member or organisation.short_name)[:120]
    kind, key = record or ("", None)
    same = Nomination.objects.filter(award_class=award_class, member=member, record_kind=kind, record_id=key)
    if member is None and record is None:
        same = same.filter(organisation=organisation)
    if same.filter(withdrawn_on=None).exists():
        raise NominationError(_("{name} is put forward for this class already.").format(name=words), field="member")
    nomination: Nomination = Nomination.objects.create(
        organisation=organisation,
        call=call,
        award_class=award_class,
        member=member,
        record_kind=kind,
        record_id=key,
        title=words,
        deeds=passage(deeds),
        happened_on=today,
        state=RecordState.DRAFT,
        entered_by=(by.name if by else "")[:60],
    )
    audit.record(NOMINATED, nomination, by=by, organisation=organisation, changes={"call": call.pk})
    return nomination


def _refuse_subject(award_class: AwardClass, member: Member | None, record: Record | None) -> None:
    match award_class.subject:
        case Subject.MEMBER:
            fits = member is not None and record is None
        case Subject.ORGANISATION:
            fits = member is None and record is None
        case _:
            fits = record is not None and record[0] == award_class.record_kind
    if not fits:
        raise NominationError(_("The class “{name}” is for others.").format(name=award_class), field="member")


def open_call(call: Call, today: date) -> Call:
    """The call as it stands now, where it takes nominations today.

    Raises:
        NominationError: it does not, with the days when it does.
    """
    found: Call = Call.objects.select_related("organisation").get(pk=call.pk)
    phase = found.phases.filter(kind=PhaseKind.NOMINATING).first()
    if found.issued_on is None or found.called_off_on or found.decided_on or phase is None:
        raise NominationError(_("This call takes no nominations."))
    if not phase.starts_on <= today < phase.ends_on:
        days = {"start": phase.starts_on, "end": phase.ends_on}
        raise NominationError(_("Nominations are taken from {start} until before {end}.").format(**days))
    return found


def locked_nomination(nomination: Nomination) -> Nomination:
    """The nomination as it stands now, locked for the transaction."""
    found: Nomination = queries.nominations_shown().select_for_update(of=("self",)).get(pk=nomination.pk)
    return found


def _refuse_closed(nomination: Nomination) -> None:
    if nomination.withdrawn_on or nomination.refused_on or nomination.call.decided_on or nomination.call.called_off_on:
        raise NominationError(_("This nomination is closed."))


@transaction.atomic
def change_nomination(nomination: Nomination, *, title: str, deeds: str, version: int, by: Actor | None) -> Nomination:
    """Write a draft again.

    Raises:
        NominationError: it was entered, or has no title.
        ConflictError: somebody else wrote it meanwhile.
    """
    nomination = locked_nomination(nomination)
    _refuse_closed(nomination)
    if nomination.submitted_on:
        raise NominationError(_("It was entered. Withdraw it to enter it anew."))
    if nomination.version != version:
        theirs = {"version": nomination.version, "title": nomination.title, "deeds": nomination.deeds}
        raise ConflictError(_("Somebody else changed this nomination meanwhile."), theirs=theirs)
    words = one_line(title, 120)
    if not words:
        raise NominationError(_("Say who is put forward."), field="title")
    nomination.title, nomination.deeds = words, passage(deeds)
    nomination.version += 1
    nomination.save(update_fields=["title", "deeds", "version"])
    audit.record(REWRITTEN, nomination, by=by, organisation=nomination.organisation)
    return nomination


@transaction.atomic
def submit_nomination(
    nomination: Nomination, *, today: date, exception_reason: str = "", by: Actor | None
) -> Nomination:
    """Enter a nomination: from now on it goes its way up and is not changed any more.

    Args:
        exception_reason: why it is entered although the records speak against a condition.

    Raises:
        NominationError: it was entered, the call takes none today, deeds are missing, as many were entered from there
            as may be, or a condition is not met and nobody says why it is entered all the same.
    """
    nomination = locked_nomination(nomination)
    _refuse_closed(nomination)
    if nomination.submitted_on:
        raise NominationError(_("It was entered already."))
    open_call(nomination.call, today)
    if not nomination.deeds.strip():
        raise NominationError(_("Say in a few sentences what the award is for."), field="deeds")
    limit = nomination.award_class.limit_each
    if limit is not None and queries.entered_by_direct(nomination.award_class, nomination) >= limit:
        raise NominationError(
            _("From there {limit} may be entered for this class, and as many were.").format(limit=limit)
        )
    words = one_line(exception_reason, 300)
    against = [one for one in queries.judged([nomination], today)[nomination.pk] if one.finding.met is False]
    if against and not words:
        said = "；".join(f"{one.words}：{one.finding.reason}" for one in against)
        raise NominationError(
            _("The records speak against it: {said} Say why it is entered all the same.").format(said=said),
            field="exception_reason",
        )
    nomination.submitted_on, nomination.state = today, RecordState.FILED
    nomination.exception_reason = words if against else ""
    nomination.version += 1
    nomination.save(update_fields=["submitted_on", "state", "exception_reason", "version"])
    audit.record(
        SUBMITTED, nomination, by=by, organisation=nomination.organisation, changes={"exception": bool(against)}
    )
    return nomination


@transaction.atomic
def withdraw_nomination(nomination: Nomination, *, reason: str, today: date, by: Actor | None) -> Nomination:
    """Withdraw a nomination, until the award is decided; it stays with its reason and no longer counts.

    Raises:
        NominationError: it is closed, or no reason is given.
    """
    nomination = locked_nomination(nomination)
    _refuse_closed(nomination)
    words = one_line(reason, 300)
    if not words:
        raise NominationError(_("Say why it is withdrawn."), field="reason")
    nomination.withdrawn_on, nomination.withdrawal_reason = today, words
    nomination.version += 1
    nomination.save(update_fields=["withdrawn_on", "withdrawal_reason", "version"])
    audit.record(WITHDRAWN, nomination, by=by, organisation=nomination.organisation, changes={"reason": words})
    if nomination.submitted_on:
        _tell(nomination, nomination.call.organisation_id, gettext_lazy("Withdrawn: {title}"), words, today, by)
    return nomination


@transaction.atomic
def admit_nomination(nomination: Nomination, *, today: date, by: Actor | None) -> Nomination:
    """Admit a nomination to the review.

    Raises:
        NominationError: it was not entered, is closed or admitted, or a level on the way has not spoken or is against.
    """
    nomination = locked_nomination(nomination)
    _refuse_closed(nomination)
    if not nomination.submitted_on or nomination.admitted_on:
        raise NominationError(_("Only what was entered and is not decided on can be admitted."))
    for level in queries.levels_of(nomination):
        if level.opinion is None:
            waits = _("{title} waits for the opinion of {organisation}.")
            raise NominationError(waits.format(title=nomination, organisation=level.organisation))
        if not level.opinion.supports:
            against = _("{organisation} does not support {title}. Refuse it with this reason.")
            raise NominationError(against.format(title=nomination, organisation=level.organisation))
    nomination.admitted_on = today
    nomination.version += 1
    nomination.save(update_fields=["admitted_on", "version"])
    audit.record(ADMITTED, nomination, by=by, organisation=nomination.call.organisation)
    return nomination


@transaction.atomic
def admit_several(nominations: Sequence[Nomination], *, today: date, by: Actor | None) -> int:
    """Admit nominations together; how many. One that cannot be admitted keeps all of them.

    Raises:
        NominationError: as ``admit_nomination``, or none is chosen.
    """
    if not nominations:
        raise NominationError(_("Choose at least one."), field="nominations")
    for nomination in nominations:
        admit_nomination(nomination, today=today, by=by)
    return len(nominations)


@transaction.atomic
def refuse_nomination(nomination: Nomination, *, reason: str, today: date, by: Actor | None) -> Nomination:
    """Do not admit a nomination, with the reason, which its organisation reads.

    Raises:
        NominationError: it was not entered, is closed, or no reason is given.
    """
    nomination = locked_nomination(nomination)
    _refuse_closed(nomination)
    words = one_line(reason, 300)
    if not words:
        raise NominationError(_("Say why it is not admitted; the organisation reads it."), field="reason")
    if not nomination.submitted_on:
        raise NominationError(_("It was not entered."))
    nomination.refused_on, nomination.refusal_reason = today, words
    nomination.admitted_on = nomination.proposed_class = None
    nomination.version += 1
    nomination.save(update_fields=["refused_on", "refusal_reason", "admitted_on", "proposed_class", "version"])
    audit.record(REFUSED, nomination, by=by, organisation=nomination.call.organisation, changes={"reason": words})
    _tell(nomination, nomination.organisation_id, gettext_lazy("Not admitted: {title}"), words, today, by)
    return nomination


def _tell(nomination: Nomination, at: int, subject: Any, body: str, today: date, by: Actor | None) -> None:
    """Tell the Party workers of one organisation what happened to a nomination."""
    notices.send(
        to=workers_at([at], today)[at],
        subject=format_lazy(subject, title=nomination.title),
        body=body,
        url=reverse("awards:nomination", args=[nomination.pk]),
        organisation=nomination.organisation,
        by=by,
    )
