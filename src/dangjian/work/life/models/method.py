"""What is typed for the branch work method, and all that is: the goals of a year and who sees to what."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.proofs import STEPS
from dangjian.kernel.records.steps import NAMES
from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel, ScopedQuerySet

STEP_CHOICES = [(step, NAMES[step - 1]) for step in STEPS]


class GoalQuerySet(ScopedQuerySet["Goal"]):
    """Words for goals."""

    def of_year(self, year: int) -> Self:
        """Of one year."""
        return self.filter(year=year)


class Goal(ScopedModel):
    """What an organisation sets itself for a year, at one of the seven steps.

    Where a registered figure measures it, ``figure`` names it and ``target`` is the value to be reached by the end of
    the year, in the unit of the figure; whether it is reached is computed and never typed.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    step = models.PositiveSmallIntegerField(_("Step"), choices=STEP_CHOICES)
    text = models.CharField(_("Goal"), max_length=200)
    figure = models.CharField(_("Measured by"), max_length=60, blank=True)
    target = models.DecimalField(_("At least"), max_digits=9, decimal_places=1, null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = GoalQuerySet.as_manager()

    class Meta:
        ordering = ("step", "pk")
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        indexes = (models.Index(fields=("organisation", "year"), name="goal_of_year"),)
        constraints = (
            models.CheckConstraint(condition=Q(step__range=(1, len(NAMES))), name="goal_at_a_step"),
            models.CheckConstraint(
                condition=Q(figure="", target=None) | (~Q(figure="") & Q(target__isnull=False)),
                name="goal_figure_with_target",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Duty(ScopedModel):
    """What a holder of a Party post sees to, from a day until a day: the division of work of a committee."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    post = models.ForeignKey("members.Post", models.PROTECT, related_name="+", verbose_name=_("Person responsible"))
    text = models.CharField(_("Sees to"), max_length=200)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("post__title", "starts_on", "pk")
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        indexes = (models.Index(fields=("organisation", "starts_on"), name="duty_of_organisation"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="duty_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.text
