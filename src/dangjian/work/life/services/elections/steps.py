"""The steps from the request to the calling of the meeting, and those after it that are a day and a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dangjian.foundation.members.enums import Category, MembershipStatus, PostTitle
from dangjian.foundation.members.models import Member, Membership
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.ui.formats import day_text

from ...elections.clauses import election_rule
from ...elections.steps import PLAIN_STEPS, STEPS, before
from ...enums import ElectedBody, StepKind
from ...errors import ElectionError
from ...models import Election, ElectionStep, Nominee
from .opening import add_step, locked, past_day

STEP_TAKEN = action("life.election.step_taken", gettext_lazy("recorded a step of the election of {target}"))

Named = tuple[Member, str]
"""A member and the title of the post he or she is to hold, "" for none."""


def check_turn(election: Election, kind: str, on: date, by: Actor | None) -> None:
    """Refuse a step out of its turn.

    Raises:
        ElectionError: the election is closed, the step was taken, the one before was not, or the day does not fit.
    """
    past_day(on, by)
    if election.closed_on:
        raise ElectionError(_("This election is closed."))
    taken = {step.kind: step for step in election.steps.standing()}
    if kind in taken:
        words = _("This step was recorded on {day} already.")
        raise ElectionError(words.format(day=day_text(taken[kind].on)))
    earlier = before(kind)
    if earlier and earlier not in taken:
        raise ElectionError(_("First comes: {step}.").format(step=StepKind(earlier).label))
    if earlier and on < taken[earlier].on:
        words = _("The step before was taken on {day}; this one cannot lie before it.")
        raise ElectionError(words.format(day=day_text(taken[earlier].on)), field="on")


def recorded(step: ElectionStep, by: Actor | None, **changes: object) -> ElectionStep:
    """Record a step in the audit."""
    organisation = step.election.organisation
    facts = {"step": step.kind, "on": str(step.on), "number": step.number, **changes}
    audit.record(STEP_TAKEN, step, by=by, organisation=organisation, changes=facts, label=str(organisation))
    return step


@transaction.atomic
def record_step(
    election: Election,
    kind: str,
    *,
    on: date,
    by: Actor | None,
    number: str = "",
    note: str = "",
    version: int | None = None,
) -> ElectionStep:
    """Record a step that is a day and a document number: request, replies, report, handover, filing.

    Raises:
        ElectionError: out of turn, or without the number of its paper.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    if kind not in PLAIN_STEPS:
        raise ElectionError(_("This step has a form of its own."))
    check_turn(election, kind, on, by)
    if STEPS[StepKind(kind)].numbered and not number.strip():
        raise ElectionError(_("Give the number of the document."), field="number")
    if kind == StepKind.FILED:
        election.closed_on = on
        election.save(update_fields=["closed_on"])
    return recorded(add_step(election, kind, on=on, by=by, number=number, note=note), by)


@transaction.atomic
def nominate(
    election: Election,
    *,
    on: date,
    candidates: Sequence[Named],
    by: Actor | None,
    number: str = "",
    note: str = "",
    version: int | None = None,
) -> ElectionStep:
    """Record whom the organisation nominates, and who of them is to become secretary or deputy.

    Raises:
        ElectionError: out of turn, without a number, too few candidates, one named twice, one without a vote, or the
            posts do not fit.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    check_turn(election, StepKind.NOMINATED, on, by)
    if not number.strip():
        raise ElectionError(_("Give the number of the document."), field="number")
    _check_candidates(election, on, candidates)
    _check_titles(election, [title for _member, title in candidates if title])
    step = add_step(election, StepKind.NOMINATED, on=on, by=by, number=number, note=note)
    Nominee.objects.bulk_create([Nominee(step=step, member=member, title=title) for member, title in candidates])
    return recorded(step, by, candidates=len(candidates))


def _check_candidates(election: Election, on: date, candidates: Sequence[Named]) -> None:
    keys = [member.pk for member, _title in candidates]
    if len(set(keys)) != len(keys):
        raise ElectionError(_("Somebody is named twice."), field="candidates")
    least = election.seats
    if election.body == ElectedBody.COMMITTEE:
        least = election_rule(on).least_candidates(election.seats)
    if len(keys) < least:
        words = ngettext(
            "For {seats} seat at least {least} candidates are needed, a fifth more; named are {named}.",
            "For {seats} seats at least {least} candidates are needed, a fifth more; named are {named}.",
            election.seats,
        )
        if election.body == ElectedBody.SECRETARY:
            words = _("At least {least} candidates are needed; named are {named}.")
        raise ElectionError(words.format(seats=election.seats, least=least, named=len(keys)), field="candidates")
    able = set(
        Membership.objects.on(on)
        .within(election.organisation.path)
        .filter(category=Category.FULL, status=MembershipStatus.NORMAL, member__in=keys)
        .values_list("member", flat=True)
    )
    for member, _title in candidates:
        if member.pk not in able:
            words = _("{name} cannot be elected: no full member here on that day, or suspended.")
            raise ElectionError(words.format(name=member), field="candidates")


def _check_titles(election: Election, titles: Sequence[str]) -> None:
    if PostTitle.SECRETARY not in titles:
        raise ElectionError(_("Say who is the candidate for secretary."), field="secretary")
    if election.body == ElectedBody.COMMITTEE and titles.count(PostTitle.SECRETARY) > 1:
        raise ElectionError(_("The committee elects one secretary: name one candidate."), field="secretary")
    if election.body == ElectedBody.SECRETARY and election.seats > 1 and len(titles) != election.seats:
        words = _("Where secretary and deputy are elected together, name one candidate for each.")
        raise ElectionError(words, field="deputy")


@transaction.atomic
def call_meeting(
    election: Election,
    *,
    on: date,
    meeting_on: date,
    by: Actor | None,
    meeting_place: str = "",
    note: str = "",
    version: int | None = None,
) -> ElectionStep:
    """Record that the voters were called to the meeting.

    Raises:
        ElectionError: out of turn, or the meeting lies before the calling.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(election, version)
    check_turn(election, StepKind.CALLED, on, by)
    if meeting_on < on:
        raise ElectionError(_("The meeting cannot lie before it is called."), field="meeting_on")
    election.meeting_on, election.meeting_place = meeting_on, meeting_place.strip()
    election.save(update_fields=["meeting_on", "meeting_place"])
    step = add_step(election, StepKind.CALLED, on=on, by=by, note=note)
    return recorded(step, by, meeting_on=str(meeting_on))
