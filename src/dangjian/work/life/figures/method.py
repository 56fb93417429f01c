"""Figures about the branch work method: its steps, and how many branches stand at each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.measures import Count, CountDistinct, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, register
from dangjian.kernel.periods import Period
from dangjian.kernel.records.proofs import STEPS, stands
from dangjian.kernel.records.steps import NAMES
from dangjian.kernel.tree.models import Organisation

from ..models import Goal

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)

register(
    Figure(
        key="life.method_steps",
        label=_("Steps of the branch work method in use"),
        unit=_("steps"),
        definition=_(
            "The steps of the branch work method for which organisations have set goals of the year; each step once, "
            "however many set goals for it."
        ),
        owner=OWNER,
        version=1,
        effective_on=SINCE,
        measure=CountDistinct("step"),
        records=lambda scope: Goal.objects.of_year(scope.period.year),
        kind="life.goal",
        article="branch-method-steps",
    )
)


def _standing_at(step: int) -> Callable[[Scope], QuerySet[Any]]:
    def branches(scope: Scope) -> QuerySet[Any]:
        year = Period.year_of(scope.period.year)
        return Organisation.objects.branches().at(scope.as_of).filter(stands(step, year, scope.as_of))

    return branches


DEFINITION = _(
    "Branches of every kind that exist on the day and for which everything is there that the step “{name}” wants up to "
    "the day; what it wants stands on the page of the branch work method. While no records prove a step, no branch "
    "stands there."
)
for _step in STEPS:
    _name = NAMES[_step - 1]
    register(
        Figure(
            key=f"life.step_{_step}_branches",
            label=format_lazy(_("Branches that stand at: {name}"), name=_name),
            unit=_("branches"),
            definition=format_lazy(DEFINITION, name=_name),
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            measure=Count(),
            records=_standing_at(_step),
            kind="organisations.organisation",
            path="path",
        )
    )
    register(
        Figure(
            key=f"life.step_{_step}",
            label=format_lazy(_("Share of branches that stand at: {name}"), name=_name),
            unit="%",
            definition=format_lazy(DEFINITION, name=_name),
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            measure=Ratio(f"life.step_{_step}_branches", "organisations.branches"),
            decimals=1,
            step=_step,
        )
    )
