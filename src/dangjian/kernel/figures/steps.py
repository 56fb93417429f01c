"""Figures of the steps of the branch work method: how many branches stand, as the proofs of the rooms say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Period
from dangjian.kernel.records.proofs import registry as proof_registry
from dangjian.kernel.records.proofs import stands
from dangjian.kernel.records.steps import NAMES
from dangjian.kernel.tree.models import Organisation

from .marking import Watch, watch_all, watches_of
from .measures import Count, Ratio
from .registry import Figure, Scope, Words, register, registry


def _proofs() -> Iterator[Watch]:
    """The tables of the proofs, of whatever room; a room adds those by which its proofs are narrowed."""
    year = Period.year_of(2000)  # of any year: only the table is looked at
    for proof in proof_registry.values():
        for rows in filter(None, (proof.rows, proof.against)):
            model = rows(year, year.last_day).model
            if model is not Organisation:
                yield from watches_of(model, proof.organisation)


watch_all(_proofs)
ALL_BRANCHES = "organisations.branches"
"""The figure that every share of branches is a share of."""
DEFINITION = _(
    "Branches of every kind that exist on the day and for which everything is there that the step “{name}” wants up to "
    "the day; what it wants stands on the page of the branch work method."
)


def declare_step(step: int, *, room: str, owner: Words, since: date) -> None:
    """Declare how many branches stand at a step, and their share; a room that proves the step calls it.

    Where another room has done so, nothing is declared: its figure counts the proofs of both.

    Args:
        step: 1 to 7.
        room: beginning of the keys.
        since: the day from which the definition holds.
    """
    if any(figure.step == step for figure in registry.values()):
        return
    name = NAMES[step - 1]

    def branches(scope: Scope) -> QuerySet[Any]:
        year = Period.year_of(scope.period.year)
        return Organisation.objects.branches(scope.past).at(scope.as_of).filter(stands(step, year, scope.as_of))

    counted = Figure(
        key=f"{room}.step_{step}_branches",
        label=format_lazy(_("Branches that stand at: {name}"), name=name),
        unit=_("branches"),
        definition=format_lazy(DEFINITION, name=name),
        owner=owner,
        version=1,
        effective_on=since,
        measure=Count(),
        records=branches,
        kind="organisations.organisation",
        path="path",
        tallied=True,
        of_year=True,
        of_tree=True,
    )
    register(counted)
    register(
        Figure(
            key=f"{room}.step_{step}",
            label=format_lazy(_("Share of branches that stand at: {name}"), name=name),
            unit="%",
            definition=format_lazy(DEFINITION, name=name),
            owner=owner,
            version=1,
            effective_on=since,
            measure=Ratio(counted.key, ALL_BRANCHES),
            decimals=1,
            step=step,
        )
    )
