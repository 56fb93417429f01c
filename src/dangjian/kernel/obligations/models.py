"""What is stored about obligations: asks, exemptions and local tightenings. States are derived, never stored."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Dated
from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel, ScopedQuerySet


class Exemption(ScopedModel):
    """An organisation need not meet a standing rule for a time: with a reason, a name and always an end."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="exemptions", verbose_name=_("Organisation")
    )
    rule = models.CharField(_("Rule"), max_length=80)
    reason = models.CharField(_("Reason"), max_length=200)
    granted_by = models.CharField(_("Granted by"), max_length=60)
    granted_on = models.DateField(_("Granted on"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"))

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = (
            # An exemption called off on its first day holds no day at all: hence "not before", not "after".
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="exemption_ends_not_before_start"),
        )
        indexes = (models.Index(fields=("rule", "ends_on"), name="exemption_rule"),)

    def __str__(self) -> str:
        return f"{self.rule} · {self.organisation}"


class LocalRule(ScopedModel):
    """A Party organisation asks more of those below it than the standing rule does; never less."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="local_rules", verbose_name=_("Organisation")
    )
    rule = models.CharField(_("Rule"), max_length=80)
    parameters: models.JSONField[Any, Any] = models.JSONField(_("What is tightened"), default=dict)
    reason = models.CharField(_("Decision"), max_length=200, blank=True)
    decided_by = models.CharField(_("Decided by"), max_length=60)
    starts_on = models.DateField(_("In force from"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("local tightening")
        verbose_name_plural = _("local tightenings")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="local_rule_ends_not_before_start"
            ),
        )
        indexes = (models.Index(fields=("rule", "starts_on"), name="local_rule_rule"),)

    def __str__(self) -> str:
        return f"{self.rule} · {self.organisation}"


class Ask(ScopedModel):
    """An organisation asks those below it for something: why, who answers questions, until when, how long it takes.

    It dies on its end: from ``ends_on`` on nobody owes it any more, whether or not anybody closed it.
    """

    from_organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="asks", verbose_name=_("Asked by")
    )
    title = models.CharField(_("What is asked"), max_length=80)
    reason = models.CharField(_("Why it is needed"), max_length=400)
    owner = models.CharField(_("Who answers questions"), max_length=60)
    asked_on = models.DateField(_("Asked on"))
    due_on = models.DateField(_("Answer wanted by"))
    ends_on = models.DateField(_("Dies on"))
    minutes_estimate = models.PositiveSmallIntegerField(_("Minutes it takes one receiver"))
    kind = models.CharField(_("Answered by a record of kind"), max_length=80, blank=True)
    closed_on = models.DateField(_("Withdrawn on"), null=True, blank=True)

    scope_path = "from_organisation__path"

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        constraints = (
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")) & Q(ends_on__gt=F("due_on")), name="ask_days_in_order"
            ),
        )
        indexes = (models.Index(fields=("asked_on",), name="ask_asked_on"),)

    def __str__(self) -> str:
        return self.title


class AskTargetQuerySet(ScopedQuerySet["AskTarget"]):
    """Words for what was asked of organisations."""

    def alive(self, today: date) -> Self:
        """Still asked today: neither withdrawn, nor for all, nor past the end."""
        return self.filter(withdrawn_on=None, ask__closed_on=None, ask__ends_on__gt=today)

    def asked_in(self, span: Dated) -> Self:
        """Asked by others on a day of the span; what was withdrawn since stays counted, the time was taken."""
        asked = self.filter(ask__asked_on__gte=span.starts_on).exclude(ask__from_organisation=F("organisation"))
        return asked.filter(ask__asked_on__lt=span.ends_on) if span.ends_on else asked


class AskTarget(ScopedModel):
    """One receiver of an ask, and its answer: a sentence, a record, or both."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="targets", verbose_name=_("Ask"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="asked", verbose_name=_("Organisation")
    )
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answered_by = models.CharField(_("Answered by"), max_length=60, blank=True)
    answer = models.TextField(_("Answer"), blank=True)
    record_kind = models.CharField(max_length=80, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    actual_minutes = models.PositiveSmallIntegerField(_("Minutes it really took"), null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = AskTargetQuerySet.as_manager()

    class Meta:
        ordering = ("ask__due_on", "pk")
        verbose_name = _("asked organisation")
        verbose_name_plural = _("asked organisations")
        constraints = (models.UniqueConstraint(fields=("ask", "organisation"), name="ask_target_once"),)

    def __str__(self) -> str:
        return f"{self.ask} · {self.organisation}"
