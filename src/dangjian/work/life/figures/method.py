"""Figures about the branch work method: its steps, and how many branches stand at each."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.marking import watch
from dangjian.kernel.figures.measures import CountDistinct
from dangjian.kernel.figures.registry import Figure, register
from dangjian.kernel.figures.steps import declare_step

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


watch("life_duty", "SELECT organisation_id AS place FROM members_post WHERE id = {row}.post_id")
for _step in (1, 2, 3):
    declare_step(_step, room="life", owner=OWNER, since=SINCE)
