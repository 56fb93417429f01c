"""The chain of an election: which step follows which, who takes it, what it rests on and when it is usually taken."""

from __future__ import annotations

from dataclasses import dataclass

from dangjian.kernel.tree.enums import OrganisationKind

from ..enums import StepKind

APPROVING = (OrganisationKind.AUTHORITY, OrganisationKind.WORK_COMMITTEE, OrganisationKind.ORGAN_COMMITTEE)
"""Only committees approve: a general branch in between hands the request on."""


@dataclass(frozen=True)
class Step:
    """A step of the chain.

    Attributes:
        kind: which.
        by_organ: whether the Party committee above takes it; else the organisation itself.
        numbered: whether it is taken by a paper with a number.
        clauses: keys of the clauses it rests on.
        papers: keys of the papers made for it.
        months_before: so many months before the term ends it is usually taken; None after the meeting. Practice, not
            rule: half a year is what organisation departments remind of.
    """

    kind: StepKind
    by_organ: bool = False
    numbered: bool = False
    clauses: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    months_before: int | None = None


CHAIN = (
    Step(StepKind.DECIDED, clauses=("congress",), months_before=5),
    Step(
        StepKind.REQUESTED,
        numbered=True,
        clauses=("approval", "extension", "left_out"),
        papers=("request",),
        months_before=4,
    ),
    Step(StepKind.REPLIED, by_organ=True, numbered=True, clauses=("approval",), papers=("reply",), months_before=3),
    Step(
        StepKind.NOMINATED,
        numbered=True,
        clauses=("surplus", "voters", "posts"),
        papers=("nomination",),
        months_before=2,
    ),
    Step(
        StepKind.CANDIDATES_APPROVED,
        by_organ=True,
        numbered=True,
        clauses=("approval",),
        papers=("candidates_reply",),
        months_before=1,
    ),
    Step(
        StepKind.CALLED,
        clauses=("quorum", "voters", "left_out"),
        papers=("agenda", "method", "script", "ballot", "tally_sheet"),
        months_before=1,
    ),
    Step(
        StepKind.HELD,
        clauses=("quorum", "ballots", "counters", "majority", "second"),
        papers=("count",),
        months_before=0,
    ),
    Step(StepKind.POSTS_SHARED, clauses=("posts",), papers=("committee_ballot", "minutes")),
    Step(StepKind.REPORTED, numbered=True, clauses=("approval",), papers=("result",)),
    Step(StepKind.APPROVED, by_organ=True, numbered=True, clauses=("approval",), papers=("result_reply",)),
    Step(StepKind.HANDED_OVER, papers=("handover",)),
    Step(StepKind.FILED),
)
STEPS = {step.kind: step for step in CHAIN}
ORGAN_STEPS = tuple(step.kind for step in CHAIN if step.by_organ)
PLAIN_STEPS = (
    StepKind.REQUESTED,
    StepKind.REPLIED,
    StepKind.CANDIDATES_APPROVED,
    StepKind.REPORTED,
    StepKind.HANDED_OVER,
    StepKind.FILED,
)
"""The steps that are a day and a number and nothing else."""


def before(kind: str) -> StepKind | None:
    """The step before one of the chain, None before the first."""
    place = [step.kind for step in CHAIN].index(StepKind(kind))
    return CHAIN[place - 1].kind if place else None
