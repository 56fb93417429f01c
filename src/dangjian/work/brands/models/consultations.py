"""Consultations with the work committee: opinions asked for, given, and answered one by one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet
from dangjian.ui.formats import day_text

from ..enums import PointAnswer
from .brands import MOST_TEXT, Brand, BrandVersion


class Consultation(Record):
    """An organisation asked another one, as a rule the work committee, for opinions on a version of its brand.

    ``happened_on`` is the day of asking, ``organisation`` the one that asks.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="consultations", verbose_name=_("Brand"))
    brand_version = models.ForeignKey(
        BrandVersion, models.PROTECT, related_name="consultations", verbose_name=_("On version")
    )
    asked = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="brand_consultations", verbose_name=_("Asked")
    )
    question = models.TextField(_("What opinions are asked on"), max_length=MOST_TEXT, blank=True)
    given_on = models.DateField(_("Opinions given on"), null=True, blank=True)
    given_by = models.CharField(_("Opinions given by"), max_length=60, blank=True)
    no_objection = models.BooleanField(_("No opinion to add"), default=False)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("consultation on a brand")
        verbose_name_plural = _("consultations on brands")

    def __str__(self) -> str:
        return gettext("Consultation of {day} on “{brand}”").format(
            day=day_text(self.happened_on), brand=self.brand.name
        )


class ConsultationPoint(ScopedModel):
    """One opinion, and what became of it."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="opinions", verbose_name=_("Consultation")
    )
    number = models.PositiveSmallIntegerField(_("Number"))
    opinion = models.TextField(_("Opinion"), max_length=MOST_TEXT)
    answer = models.CharField(_("Answer"), max_length=10, choices=PointAnswer.choices, blank=True)
    answer_words = models.TextField(_("What was done, or why not"), max_length=MOST_TEXT, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answered_by = models.CharField(_("Answered by"), max_length=60, blank=True)

    scope_path = "consultation__organisation__path"

    class Meta:
        ordering = ("consultation", "number")
        verbose_name = _("opinion on a brand")
        verbose_name_plural = _("opinions on brands")
        constraints = (
            models.UniqueConstraint(fields=("consultation", "number"), name="brand_opinion_once"),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="brand_opinion_answered",
            ),
        )

    def __str__(self) -> str:
        return self.opinion[:60]
