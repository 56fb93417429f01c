"""What the desks show, put together from the registries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.roles import ADMINISTRATORS, Role
from dangjian.kernel.figures.compute import Value, compute_all, table_by_child
from dangjian.kernel.figures.permissions import VIEW_FIGURE
from dangjian.kernel.figures.registry import Figure, Scope, registry
from dangjian.kernel.figures.templatetags.figures import address_of
from dangjian.kernel.obligations.models import AskTarget
from dangjian.kernel.obligations.permissions import ASK_VIEW
from dangjian.kernel.obligations.queries import BurdenMeter, Owed, asked_lately, burden_meter, owed
from dangjian.kernel.periods import Period
from dangjian.kernel.records.kinds import Words
from dangjian.kernel.records.pages import Page, pages_for
from dangjian.kernel.records.proofs import StepState, proofs_of, state_at, steps_built, with_states
from dangjian.kernel.records.steps import Step, seven_steps
from dangjian.kernel.records.waiting import Lane, Waiting, waiting_for
from dangjian.kernel.tree.models import Organisation

from .models import Suggestion

STRIP = 6
TODOS = 8
AHEAD_DAYS = 45
TILES = 5
MOST_WAITING = 60
OWN_SHOWN = 20


@dataclass(frozen=True)
class StepOnDesk:
    """A step of the branch work method on a desk: of a branch its state, of others how many branches stand.

    Attributes:
        value: the figure of the step; None on the desk of a branch, or where figures may not be seen.
        state: of a branch; None where no room keeps records of the step.
    """

    step: Step
    url: str = ""
    value: Value | None = None
    state: StepState | None = None

    @property
    def is_built(self) -> bool:
        """Whether a room keeps records that prove the step."""
        return self.step.number in steps_built()


@dataclass(frozen=True)
class ToDo:
    """What waits for a reader: a part of the desk, and a page of its own."""

    waiting: list[Waiting]

    @property
    def first_waiting(self) -> list[Waiting]:
        """What the desk shows without a further page."""
        return self.waiting[:TODOS]

    @property
    def how_many(self) -> int | None:
        """How many things wait; None when there are more than were looked up."""
        return len(self.waiting) if len(self.waiting) < MOST_WAITING else None

    @property
    def lanes(self) -> list[tuple[Lane, list[Waiting]]]:
        """The waiting things by who has the next move; empty lanes too, so that the desk keeps its shape."""
        return [(lane, [w for w in self.waiting if w.lane == lane]) for lane in Lane]


@dataclass(frozen=True)
class Desk(ToDo):
    """Everything on one desk; the superior is named on that of a branch alone."""

    organisation: Organisation
    period: Period
    strip: list[Value]
    heads: list[Figure]
    table: list[tuple[Organisation, list[Value]]]
    burden: BurdenMeter
    may_open_asks: bool
    steps: list[StepOnDesk]
    superior: Organisation | None


def figures_for_desk(organisation: Organisation) -> list[Figure]:
    """The figures that stand on desks, in their places; a branch has no use for counts of branches."""
    placed = sorted((f for f in registry.values() if f.desk), key=lambda f: f.desk)
    if organisation.is_branch:
        placed = [f for f in placed if not f.key.startswith("organisations.")]
    return placed


def desk_of(actor: Actor, organisation: Organisation, period: Period, *, children: int | None = None) -> Desk:
    """The desk of an organisation for an actor, in a number of queries that no room adds to: figures in one, the
    table of organisations below in one, asks in two, rules in three, everything else that waits in one.
    """
    scope = Scope.of(organisation.path or "", period, actor.today)
    shown = figures_for_desk(organisation) if actor.may(VIEW_FIGURE, organisation.path) else []
    by_step = {} if organisation.is_branch or not shown else {f.step: f for f in registry.values() if f.step}
    values = compute_all([(figure.key, scope) for figure in [*shown[:STRIP], *by_step.values()]])
    strip, of_steps = values[: len(shown[:STRIP])], dict(zip(by_step, values[len(shown[:STRIP]) :], strict=True))
    heads = sorted((figure for figure in registry.values() if figure.below), key=lambda f: f.below) if shown else []
    table = [] if organisation.is_branch or not heads else table_by_child([f.key for f in heads], organisation, scope)
    asked = asked_lately(organisation, actor.today)
    branch = branch_in_year(organisation, scope) if organisation.is_branch else None
    return Desk(
        waiting_with_rules(actor, organisation, asked),
        organisation,
        period,
        strip,
        heads,
        table[:children],
        burden_meter(asked, actor.today),
        actor.may(ASK_VIEW),
        steps_of_branch(branch, scope) if branch else steps_by_figures(of_steps),
        branch.parent if branch else None,
    )


def branch_in_year(organisation: Organisation, scope: Scope) -> Organisation:
    """A branch with its superior and with how it stands at each of the seven steps of the year, in one query."""
    own = Organisation.objects.filter(pk=organisation.pk).select_related("parent")
    found: Organisation = with_states(own, Period.year_of(scope.period.year), scope.as_of).get()
    return found


def steps_of_branch(branch: Organisation, scope: Scope) -> list[StepOnDesk]:
    """The seven steps of a branch, each leading to what proves it."""
    year = Period.year_of(scope.period.year)
    return [
        StepOnDesk(step, url=_proofs_url(step.number, branch, year), state=state_at(branch, step.number))
        for step in seven_steps()
    ]


def steps_by_figures(values: dict[int, Value]) -> list[StepOnDesk]:
    """The seven steps of an organisation with branches, with the figures that are read already."""
    shown = {number: value for number, value in values.items() if number in steps_built()}
    return [
        StepOnDesk(step, value=shown.get(step.number), url=address_of(shown[step.number]))
        if step.number in shown
        else StepOnDesk(step)
        for step in seven_steps()
    ]


def _proofs_url(step: int, organisation: Organisation, year: Period) -> str:
    return next((proof.url(organisation.pk, year) for proof in proofs_of(step)), "")


def to_do(actor: Actor, organisation: Organisation) -> ToDo:
    """What waits for an actor, without the rest of the desk."""
    return ToDo(waiting_with_rules(actor, organisation, asked_lately(organisation, actor.today)))


def first_for(actor: Actor) -> list[Waiting]:
    """What waits for a member, the earliest first."""
    return waiting_for(actor, TODOS)


def waiting_with_rules(actor: Actor, organisation: Organisation, asked: list[AskTarget]) -> list[Waiting]:
    """What waits for the actor, and what the rules and asks (as read) demand of the organisation acted for."""
    musts = [
        Waiting(
            title=str(must.title),
            note=_because(must),
            url=must.url or reverse("organisations:detail", args=[organisation.pk]),
            on=must.due_on,
            lane=Lane.DECIDE if must.state.is_open else Lane.COMING,
            state=must.state.value,
        )
        for must in owed(organisation, actor.today, ahead_days=AHEAD_DAYS, asked=asked)
    ]
    everything = [*musts, *waiting_for(actor, MOST_WAITING)]
    return sorted(everything, key=lambda w: (w.on is None, w.on or actor.today, w.title))


def _because(must: Owed) -> str:
    if must.source is None:
        return must.asked_by
    return f"{must.source.regulation} {must.source.article}".strip()


@dataclass(frozen=True)
class Way:
    """A page as a tile or button: where it leads for this actor."""

    label: Words
    note: Words
    url: str
    icon: str


def tiles_for(actor: Actor) -> list[Way]:
    """The first pages of the navigation as large ways in."""
    return [_way(page, actor) for page in pages_for(actor)[:TILES]]


def buttons_for(actor: Actor) -> list[Way]:
    """The pages that rooms put at the head of the desks."""
    placed = sorted((page for page in pages_for(actor) if page.button), key=lambda page: page.button)
    return [_way(page, actor) for page in placed]


def _way(page: Page, actor: Actor) -> Way:
    return Way(page.label, page.group.label, page.url(actor), page.icon)


def kind_of_desk(actor: Actor) -> str:
    """Which desk an actor sees first: "nobody", "administration", "member", "branch" or "committee"."""
    if actor.organisation is None:
        return "nobody"
    if actor.role in ADMINISTRATORS:
        return "administration"
    if actor.role == Role.MEMBER:
        return "member"
    return "branch" if actor.organisation.is_branch else "committee"


def own_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """What this person put into the box, newest first."""
    assert actor.account_id is not None
    return Suggestion.objects.filter(account_id=actor.account_id)[:OWN_SHOWN]


def box_of(actor: Actor) -> Organisation:
    """Whose box a person writes into: the organisation acted for, else the top of the tree."""
    return actor.organisation or Organisation.objects.order_by("depth", "pk")[0]
