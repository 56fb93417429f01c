"""The chain of an election as its page shows it: what was done, what comes next and who has the next move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import months_after

from ..enums import StepKind
from ..models import ElectionStep
from ..permissions import DECIDE_ELECTION, PREPARE_ELECTION
from ..queries.elections import Dossier
from .clauses import Cited, cited
from .papers import BY_KEY, Paper
from .steps import CHAIN, Step


@dataclass(frozen=True)
class Link:
    """A step in the chain.

    Attributes:
        step: its declaration.
        taken: the step that stands, None before it is taken.
        state: "done", "due", "late" or "not-due".
        words: the state in words.
        usual_on: the day by which it is usually taken, None where there is no usual one.
        clauses: what it rests on.
        papers: those that can be made now.
        is_next: whether it is the next one.
        is_mine: whether the reader may take it.
    """

    step: Step
    taken: ElectionStep | None
    state: str
    words: str
    usual_on: date | None
    clauses: Sequence[Cited]
    papers: Sequence[Paper]
    is_next: bool
    is_mine: bool


def next_step(dossier: Dossier) -> Step | None:
    """The step that comes next; None when the election is closed."""
    if dossier.election.closed_on:
        return None
    return next((step for step in CHAIN if not dossier.done(step.kind)), None)


def may_take(step: Step, dossier: Dossier, actor: Actor) -> bool:
    """Whether an actor may take a step: the committee above its own, the organisation the others."""
    if step.by_organ:
        return dossier.organ is not None and actor.may(DECIDE_ELECTION, dossier.organ.path)
    return actor.may(PREPARE_ELECTION, dossier.election.organisation.path)


def usual_day(step: Step, dossier: Dossier) -> date | None:
    """The day by which a step is usually taken, reckoned back from the end of the term."""
    term = dossier.election.term
    if term is None or step.months_before is None:
        return None
    return months_after(term.last_day, -step.months_before)


def chain_of(dossier: Dossier, actor: Actor) -> list[Link]:
    """All steps of an election for a reader."""
    return list(_links(dossier, actor))


def _links(dossier: Dossier, actor: Actor) -> Iterator[Link]:
    following = next_step(dossier)
    for step in CHAIN:
        taken, usual_on = dossier.taken.get(step.kind), usual_day(step, dossier)
        is_next = step is following
        state, words = _state(step, dossier, taken, is_next=is_next, late=bool(usual_on and usual_on < actor.today))
        yield Link(
            step=step,
            taken=taken,
            state=state,
            words=words,
            usual_on=usual_on,
            clauses=[cited(key, dossier.rule_day) for key in step.clauses],
            papers=[BY_KEY[key] for key in step.papers if BY_KEY[key].is_ready(dossier)],
            is_next=is_next,
            is_mine=is_next and may_take(step, dossier, actor),
        )


def _state(step: Step, dossier: Dossier, taken: ElectionStep | None, *, is_next: bool, late: bool) -> tuple[str, str]:
    if taken:
        return "done", _("done")
    if not is_next:
        return ("excused", _("not taken")) if dossier.done(StepKind.CALLED_OFF) else ("not-due", _("later"))
    if step.by_organ:
        return ("late" if late else "due"), _("waiting for {organ}").format(organ=dossier.organ or "—")
    return ("late", _("next, later than usual")) if late else ("due", _("next"))
