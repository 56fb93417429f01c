"""A step taken back with a reason: it stays to be seen, and what it wrote elsewhere is corrected by dated entries."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Member, Post
from dangjian.foundation.members.services import appoint, relieve
from dangjian.foundation.organisations.services import annul_term
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ...enums import StepKind
from ...errors import ElectionError
from ...models import Election, ElectionStep
from .opening import day_of, locked

STEP_WITHDRAWN = action("life.election.step_withdrawn", gettext_lazy("withdrew a step of the election of {target}"))
OTHERWISE = (StepKind.DECIDED, StepKind.HELD, StepKind.SEATS_LEFT, StepKind.CALLED_OFF)


@transaction.atomic
def withdraw_step(step: ElectionStep, *, reason: str, by: Actor | None, version: int | None = None) -> ElectionStep:
    """Withdraw the newest step with a reason.

    Withdrawing the approval of the result ends the new posts today, gives the former holders theirs again from today
    on, and lets the former term run on; every one of these is an entry of its own.

    Raises:
        ElectionError: no reason, not the newest, or a step that is taken back in another way.
        ConflictError: somebody else took a step meanwhile.
    """
    election = locked(step.election, version)
    if not reason.strip():
        raise ElectionError(_("Say why it is withdrawn."), field="reason")
    if step.kind in OTHERWISE:
        raise ElectionError(_("A decision is called off and a count is corrected; this step itself is not withdrawn."))
    newest = election.steps.standing().order_by("pk").last()
    if newest is None or newest.pk != step.pk:
        raise ElectionError(_("Only the newest step can be withdrawn; begin with the last one."))
    if step.kind == StepKind.CALLED and election.counts.standing().exists():
        raise ElectionError(_("Ballots have been counted at this meeting. Withdraw the count first."))
    if election.closed_on and Election.objects.open().filter(organisation=election.organisation).exists():
        raise ElectionError(_("Another election has begun since. Finish or call off that one first."))
    if step.kind == StepKind.APPROVED:
        _out_of_office(election, reason, by)
    step.withdrawn_on = day_of(by)
    step.withdrawn_by = (by.name if by else "")[:60]
    step.withdrawal_reason = reason.strip()[:200]
    step.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal_reason"])
    if election.closed_on:
        election.closed_on = None
        election.save(update_fields=["closed_on"])
    changes = {"step": step.kind, "reason": step.withdrawal_reason}
    label = str(election.organisation)
    audit.record(STEP_WITHDRAWN, step, by=by, organisation=election.organisation, changes=changes, label=label)
    return step


def _out_of_office(election: Election, reason: str, by: Actor | None) -> None:
    new = list(
        Post.objects.filter(nominee__step__election=election, nominee__step__withdrawn_on=None).select_related("member")
    )
    if not new:
        return
    began = new[0].starts_on
    on = max(day_of(by), began + timedelta(days=1))
    for post in new:
        if post.ends_on is None:
            relieve(post, by=by, on=on)
    former = Post.objects.filter(
        organisation=election.organisation,
        leading_group=None,
        title__in=COMMITTEE_TITLES,
        ends_on=began,
        member__in=Member.objects.current(),
    )
    for post in former.select_related("member__current"):
        appoint(post.member, by=by, organisation=election.organisation, title=post.title, on=on)
    if election.new_term:
        annul_term(election.new_term, reason=reason, by=by)
        election.new_term = None
        election.save(update_fields=["new_term"])
