"""Reads for the page of the branch work method: one branch with its proofs, or all below an organisation by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from dangjian.kernel.figures.compute import Value, compute_all
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.periods import Period
from dangjian.kernel.records.proofs import STEPS, StepState, steps_built, with_states
from dangjian.kernel.records.steps import NAMES, ORDINALS
from dangjian.kernel.tree.models import Organisation

from ..models import Duty, Goal


def day_in(year: Period, today: date) -> date:
    """The day on which the steps of a year are read: today, or the last day of a year that is over."""
    return min(today, year.last_day)


def branches_below(organisation: Organisation, year: Period, today: date) -> QuerySet[Any]:
    """The branches at and below an organisation with their state at each step."""
    day = day_in(year, today)
    rows = Organisation.objects.branches().at(day).under(organisation.path or "-")
    return with_states(rows.select_related("parent").order_by("path"), year, day)


def standing_at(rows: QuerySet[Any], step: int, state: str) -> QuerySet[Any]:
    """Of these branches those that stand so at a step; all of them for what is no step or state."""
    if step not in steps_built() or state not in StepState.values:
        return rows
    return rows.filter(**{f"step_{step}": state})


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with how many branches stand how; without numbers while no room keeps its records."""

    number: int
    ordinal: Any
    name: Any
    is_built: bool
    counts: tuple[tuple[StepState, int], ...]
    total: int

    @property
    def done(self) -> int:
        """How many branches stand."""
        return dict(self.counts).get(StepState.STANDS, 0)


def rows_by_step(branches: QuerySet[Any]) -> list[StepRow]:
    """How many branches stand how, step by step, in one query. The steps keep their order; nobody is ranked."""
    built = steps_built()
    names = [f"step_{step}" for step in built]
    # Grouped by how they stand: each state is read once a branch, however many are counted of it.
    grouped = list(branches.order_by().values(*names).annotate(branches=Count("pk")))
    return [_step_row(step, step in built, grouped) for step in STEPS]


def _step_row(step: int, is_built: bool, grouped: Sequence[dict[str, Any]]) -> StepRow:
    found: Counter[str] = Counter()
    for row in grouped:
        found[row.get(f"step_{step}", "")] += row["branches"]
    counts = tuple((state, found[state]) for state in StepState) if is_built else ()
    return StepRow(step, ORDINALS[step - 1], NAMES[step - 1], is_built, counts, found.total())


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal with how far its figure says it is reached; without a figure only its words."""

    goal: Goal
    value: Value | None
    state: State | None


def goals_of(organisation: Organisation, year: Period, today: date) -> list[GoalShown]:
    """The goals of a year with what their figures say today. Two queries."""
    goals = list(Goal.objects.of_year(year.year).filter(organisation=organisation))
    scope = Scope.of(organisation.path or "-", year, today)
    measured = list(dict.fromkeys(goal.figure for goal in goals if goal.figure in registry))
    values = dict(zip(measured, compute_all([(key, scope) for key in measured]), strict=True))
    return [_goal(goal, values.get(goal.figure), year, today) for goal in goals]


def _goal(goal: Goal, value: Value | None, year: Period, today: date) -> GoalShown:
    if value is None or goal.target is None:
        return GoalShown(goal, value, None)
    if value.number is not None and value.number >= goal.target:
        return GoalShown(goal, value, State.DONE)
    return GoalShown(goal, value, State.LATE if today > year.last_day else State.NOT_DUE)


def duties_of(organisation: Organisation, year: Period) -> Sequence[Duty]:
    """The duties of a year, by post and day."""
    rows = Duty.objects.during(year).filter(organisation=organisation)
    return list(rows.select_related("post__member"))
