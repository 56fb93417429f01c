"""What proves a step of the branch work method: each room declares it for its own records, the pages know no room.

How a branch stands at a step is derived from the proofs declared for it, in the database, and kept nowhere:

* *not begun*: no proof of the step has a record in the year;
* *stands*: every proof has as many as it wants, and nothing speaks against it;
* *under way*: anything between.

A step for which no room declared a proof is not built yet, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    When,
)
from django.db.models import Value as DbValue
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Period

from .kinds import Words
from .steps import NAMES

Rows = Callable[[Period, date], QuerySet[Any]]
STEPS = range(1, len(NAMES) + 1)


class StepState(TextChoices):
    """How a branch stands at a step in a year."""

    NOT_BEGUN = "not-begun", _("Not begun")
    UNDER_WAY = "under-way", _("Under way")
    STANDS = "stands", _("Stands")


MEANINGS: dict[str, Words] = {
    StepState.NOT_BEGUN: _("No record of the year proves anything of this step yet."),
    StepState.UNDER_WAY: _("There are records, but something that the step wants is still missing."),
    StepState.STANDS: _("Everything that the step wants up to today is there."),
}
"""What each state means, in a sentence for the reader."""


def one(year: Period, day: date) -> int:
    """One record is enough."""
    return 1


@dataclass(frozen=True)
class Proof:
    """What proves a step of the branch work method.

    Attributes:
        key: ``room.noun``.
        step: 1 to 7 (``steps.py``).
        label: what it is, such as "Year plan of meetings".
        wants: the rule in a sentence: when this proof is whole.
        rows: (year, day) -> records of the year as they stand on the day, of any organisation.
        organisation: look-up from a record to its organisation.
        counted: what is counted, each value once.
        wanted: (year, day) -> how many make it whole up to the day; with 0 nothing is missing yet.
        against: (year, day) -> records that speak against it as long as there are any, with ``organisation`` as a
            look-up too; None for none.
        url: (organisation's key, year) -> where the records are.
    """

    key: str
    step: int
    label: Words
    wants: Words
    rows: Rows
    url: Callable[[int, Period], str]
    organisation: str = "organisation"
    counted: str = "pk"
    wanted: Callable[[Period, date], int] = one
    against: Rows | None = None

    def begun(self, year: Period, day: date) -> Q:
        """The organisations that have a record of it."""
        return Q(Exists(self.own(self.rows(year, day))))

    def whole(self, year: Period, day: date) -> Q:
        """The organisations that have all that it wants."""
        wanted, condition = self.wanted(year, day), Q()
        if wanted > 0:
            condition = Q(GreaterThanOrEqual(self.number(self.rows(year, day), self.counted), wanted))
        if self.against is not None:
            condition &= ~Q(Exists(self.own(self.against(year, day))))
        return condition

    def own(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the organisation that a query is at: what one has must not cost reading those of all others."""
        return rows.order_by().filter(**{self.organisation: OuterRef("pk")})

    def number(self, rows: QuerySet[Any], counted: str) -> Any:
        """How many of them the organisation has that a query is at, each value counted once."""
        grouped = self.own(rows).values(self.organisation).annotate(proof_count=Count(counted, distinct=True))
        return Coalesce(Subquery(grouped.values("proof_count"), output_field=IntegerField()), 0)


registry: dict[str, Proof] = {}


def register_proof(proof: Proof) -> Proof:
    """Declare what proves a step.

    Raises:
        ValueError: declared twice, or no such step.
    """
    if proof.key in registry:
        raise ValueError(f"proof {proof.key} is declared twice")
    if proof.step not in STEPS:
        raise ValueError(f"proof {proof.key}: there is no step {proof.step}")
    registry[proof.key] = proof
    return proof


def proofs_of(step: int) -> list[Proof]:
    """What is declared for a step; nothing while its room is not built."""
    return [proof for proof in registry.values() if proof.step == step]


def steps_built() -> list[int]:
    """The steps for which a room declared a proof."""
    return sorted({proof.step for proof in registry.values()})


def begun(step: int, year: Period, day: date) -> Q:
    """The condition that an organisation has begun a step."""
    condition = Q(pk__in=[])
    for proof in proofs_of(step):
        condition |= proof.begun(year, day)
    return condition


def stands(step: int, year: Period, day: date) -> Q:
    """The condition that a step stands for an organisation: begun, and every proof of it whole."""
    condition = begun(step, year, day)
    for proof in proofs_of(step):
        condition &= proof.whole(year, day)
    return condition


def with_states(
    organisations: QuerySet[Any], year: Period, day: date, steps: Collection[int] | None = None
) -> QuerySet[Any]:
    """Organisations with ``step_1`` to ``step_7``: their state at each built step, in the same query.

    Args:
        steps: only these; by default all that are built.
    """
    for step in steps_built() if steps is None else steps:
        state = Case(
            When(stands(step, year, day), then=DbValue(StepState.STANDS.value)),
            When(begun(step, year, day), then=DbValue(StepState.UNDER_WAY.value)),
            default=DbValue(StepState.NOT_BEGUN.value),
            output_field=CharField(),
        )
        organisations = organisations.annotate(**{f"step_{step}": state})
    return organisations


def with_counts(organisations: QuerySet[Any], year: Period, day: date) -> QuerySet[Any]:
    """Organisations with how much each proof has (``has_0`` …) and how much speaks against it (``against_0`` …)."""
    for number, proof in enumerate(registry.values()):
        has = proof.number(proof.rows(year, day), proof.counted)
        organisations = organisations.annotate(**{f"has_{number}": has})
        if proof.against is not None:
            against = proof.number(proof.against(year, day), "pk")
            organisations = organisations.annotate(**{f"against_{number}": against})
    return organisations


@dataclass(frozen=True, slots=True)
class Shown:
    """One proof of one organisation: how much there is, of how much that is wanted, and what is missing."""

    proof: Proof
    has: int
    wanted: int
    against: int
    url: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing up to the day."""
        return self.has >= self.wanted and not self.against


@dataclass(frozen=True, slots=True)
class Standing:
    """One step of one organisation: its state, None where no room is built, and what proves it."""

    number: int
    state: StepState | None
    proofs: tuple[Shown, ...]


def standing_of(organisation: Any, year: Period, day: date) -> list[Standing]:
    """The seven steps of one organisation with what proves them. One query."""
    rows = with_counts(with_states(type(organisation).objects.filter(pk=organisation.pk), year, day), year, day)
    row = rows.get()
    shown: dict[int, list[Shown]] = {step: [] for step in STEPS}
    for number, proof in enumerate(registry.values()):
        has, against = getattr(row, f"has_{number}"), getattr(row, f"against_{number}", 0)
        url = proof.url(organisation.pk, year)
        shown[proof.step].append(Shown(proof, has, proof.wanted(year, day), against, url))
    return [Standing(step, state_at(row, step), tuple(shown[step])) for step in STEPS]


def state_at(row: Any, step: int) -> StepState | None:
    """The state that ``with_states`` found for an organisation; None where the step is not built."""
    found = getattr(row, f"step_{step}", None)
    return StepState(found) if found else None


def states_of(rows: Iterable[Any]) -> list[tuple[Any, list[StepState | None]]]:
    """Organisations read by ``with_states``, each with its states from the first step to the last."""
    return [(row, [state_at(row, step) for step in STEPS]) for row in rows]
