"""The forms of elections: to begin one, to take each step, to enter a count, to end or withdraw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access import acts
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import writes
from dangjian.kernel.tree.models import Organisation

from ..elections.chain import may_take
from ..elections.steps import STEPS
from ..enums import CountedBody, StepKind
from ..forms import elections as forms
from ..models import BallotCount, ElectionStep
from ..permissions import DECIDE_ELECTION, PREPARE_ELECTION, VIEW_ELECTION
from ..queries import elections as queries
from ..services import elections as services
from .election_acts import act_of, dossier_for, perform


@writes(PREPARE_ELECTION)
def begin(request: Any, organisation: int) -> HttpResponse:
    """Record the decision to hold an election."""
    shown = fetch(Organisation, organisation, request.actor, PREPARE_ELECTION)
    act = acts.Act(
        form=forms.OpenForm,
        service=partial(services.open_election, shown),
        title=_("Begin an election"),
        sub=shown.name,
        submit=_("Begin the election"),
        back=reverse("life:elections-of", args=[shown.pk]),
        then=lambda begun: reverse("life:election", args=[begun.pk]),
        about=shown,
        initial=queries.usual_election(shown, request.actor.today),
        follows=[
            _("The election has a page with all its steps. The request to the committee above can be printed there.")
        ],
    )
    return acts.perform(request, act)


# ── the steps ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Recording:
    """How a step is recorded: what is asked, done and said.

    Attributes:
        title: head of the page.
        form: what is asked; by default the day, and the number of the paper where the step has one.
        service: election -> what is done with the answers; by default the step is recorded and nothing else.
        shows_roll: whether those who may vote stand beside the form.
        submit, done, follows: as of an act.
    """

    title: str | Promise
    form: type[forms.ElectionForm] | None = None
    service: Callable[..., Any] | None = None
    shows_roll: bool = False
    submit: str | Promise = gettext_lazy("Record")
    done: str | Promise = gettext_lazy("The step is recorded.")
    follows: Sequence[str | Promise] = ()

    def act(self, kind: StepKind, dossier: queries.Dossier, today: date) -> acts.Act:
        """The act that takes this step of an election."""
        election = dossier.election
        plain = forms.NumberedStepForm if STEPS[kind].numbered else forms.StepForm
        return act_of(
            dossier,
            self.form or plain,
            partial(self.service or partial(services.record_step, kind=kind), election),
            title=self.title,
            submit=self.submit,
            done=self.done,
            follows=self.follows,
            step=kind,
            roll=queries.roll_of(election.organisation, today) if self.shows_roll else None,
        )


OWN_STEPS = {
    StepKind.REQUESTED: Recording(title=gettext_lazy("Request the election")),
    StepKind.NOMINATED: Recording(
        title=gettext_lazy("Nominate candidates"),
        form=forms.NominationForm,
        service=services.nominate,
        shows_roll=True,
        done=gettext_lazy("The candidates are recorded."),
    ),
    StepKind.CALLED: Recording(
        title=gettext_lazy("Call the meeting"),
        form=forms.CallForm,
        service=services.call_meeting,
        shows_roll=True,
        done=gettext_lazy("The meeting is called; agenda, method, script, ballots and counting sheet can be printed."),
    ),
    StepKind.POSTS_SHARED: Recording(
        title=gettext_lazy("Give out the posts"),
        form=forms.PostsForm,
        service=services.share_posts,
        done=gettext_lazy("The posts are recorded. They are held once the result is approved."),
    ),
    StepKind.REPORTED: Recording(title=gettext_lazy("Report the result")),
    StepKind.HANDED_OVER: Recording(title=gettext_lazy("Record the handover")),
    StepKind.FILED: Recording(title=gettext_lazy("File the papers")),
}
DECISIONS = {
    StepKind.REPLIED: Recording(title=gettext_lazy("Reply to the request")),
    StepKind.CANDIDATES_APPROVED: Recording(title=gettext_lazy("Approve the candidates")),
    StepKind.APPROVED: Recording(
        title=gettext_lazy("Approve the result"),
        form=forms.ApprovalForm,
        service=services.approve_result,
        submit=gettext_lazy("Approve; the new posts begin"),
        done=gettext_lazy("The result is approved: the former posts have ended, the new ones and the new term run."),
        follows=(
            gettext_lazy("The posts of the former committee end on the day from which the new ones are held."),
            gettext_lazy("The running term ends on the day of the election, and the new one runs from it."),
        ),
    ),
}


@writes(PREPARE_ELECTION)
def step(request: Any, election: int, step: str) -> HttpResponse:
    """A step that the organisation takes."""
    if step not in OWN_STEPS:
        raise Http404
    kind, dossier = StepKind(step), dossier_for(request, election, PREPARE_ELECTION)
    return perform(request, OWN_STEPS[kind].act(kind, dossier, request.actor.today))


@writes(DECIDE_ELECTION)
def decide(request: Any, election: int, decision: str) -> HttpResponse:
    """A step that the committee above takes; nobody approves their own election."""
    if decision not in DECISIONS:
        raise Http404
    kind, dossier = StepKind(decision), dossier_for(request, election, DECIDE_ELECTION)
    if not may_take(STEPS[kind], dossier, request.actor):
        raise PermissionDenied
    return perform(request, DECISIONS[kind].act(kind, dossier, request.actor.today))


# ── counts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@writes(PREPARE_ELECTION)
def enter_count(request: Any, election: int, body: str) -> HttpResponse:
    """Enter a counted ballot."""
    if body not in CountedBody.values:
        raise Http404
    dossier = dossier_for(request, election, PREPARE_ELECTION)
    of_committee, day = body == CountedBody.COMMITTEE, dossier.election.meeting_on or request.actor.today
    roll = None if of_committee or dossier.by_congress else queries.roll_of(dossier.election.organisation, day)
    act = act_of(
        dossier,
        forms.CommitteeCountForm if of_committee else forms.CountForm,
        partial(services.record_count, dossier.election, body),
        title=_("Count of the first meeting of the committee") if of_committee else _("Count of the ballots"),
        submit=_("Record the count"),
        done=_("The count is recorded; who is elected follows from it."),
        step=StepKind.POSTS_SHARED if of_committee else StepKind.HELD,
        template="life/elections/count.html",
        roll=roll,
    )
    return perform(request, act)


@writes(PREPARE_ELECTION)
def withdraw_count(request: Any, ballot_count: int) -> HttpResponse:
    """Withdraw the newest count with a reason."""
    rows = BallotCount.objects.visible_to(request.actor, VIEW_ELECTION)
    count = fetch(rows.select_related("election__organisation"), ballot_count, request.actor, PREPARE_ELECTION)
    dossier = queries.dossier_of(count.election)
    act = act_of(
        dossier,
        forms.ReasonForm,
        partial(services.withdraw_count, count),
        title=_("Withdraw the count"),
        submit=_("Withdraw"),
        done=_("The count is withdrawn. Enter it as it was."),
    )
    return perform(request, act)


@writes(PREPARE_ELECTION)
def leave_seats(request: Any, election: int) -> HttpResponse:
    """Record that the voters leave seats empty."""
    dossier = dossier_for(request, election, PREPARE_ELECTION)
    act = act_of(
        dossier,
        forms.SeatsForm,
        partial(services.leave_seats_empty, dossier.election),
        title=_("Leave seats empty"),
        submit=_("Record the resolution"),
        done=_("The resolution is recorded."),
        step=StepKind.HELD,
    )
    return perform(request, act)


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────────────────


@writes(PREPARE_ELECTION)
def call_off(request: Any, election: int) -> HttpResponse:
    """Call an election off."""
    dossier = dossier_for(request, election, PREPARE_ELECTION)
    act = act_of(
        dossier,
        forms.EndForm,
        partial(services.call_off, dossier.election),
        title=_("Call the election off"),
        submit=_("Call off"),
        done=_("The election is called off. Another one can be begun."),
        follows=[_("What was recorded stays. The term runs on: an extension needs its own approval.")],
    )
    return perform(request, act)


@writes(PREPARE_ELECTION)
def withdraw_step(request: Any, election_step: int) -> HttpResponse:
    """Withdraw the newest step with a reason; a decision is withdrawn by whoever took it."""
    rows = ElectionStep.objects.visible_to(request.actor, VIEW_ELECTION)
    found = fetch(rows.select_related("election__organisation"), election_step, request.actor, PREPARE_ELECTION)
    dossier = queries.dossier_of(found.election)
    declared = STEPS.get(StepKind(found.kind))
    if declared is None or not may_take(declared, dossier, request.actor):
        raise PermissionDenied
    approved = found.kind == StepKind.APPROVED
    act = act_of(
        dossier,
        forms.ReasonForm,
        partial(services.withdraw_step, found),
        title=_("Withdraw: {step}").format(step=found.get_kind_display()),
        submit=_("Withdraw"),
        done=_("The step is withdrawn with its reason."),
        follows=[_("The new posts end today, the former holders hold theirs again, the former term runs on.")]
        if approved
        else (),
    )
    return perform(request, act)
