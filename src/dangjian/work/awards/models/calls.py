"""A call: what is awarded, for whom, in which classes, by which criteria, in which phases."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.catalogues import CatalogueItem, ends_after_start
from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import CallStage, Department, PhaseKind, Subject


class AwardProgramme(CatalogueItem):
    """What is awarded again and again: 1 July commendations, the review of service brands, service pioneers."""

    name = models.CharField(_("Name"), max_length=60)
    is_yearly = models.BooleanField(_("Awarded every year"), default=False)

    class Meta(CatalogueItem.Meta):
        verbose_name = _("award programme")
        verbose_name_plural = _("award programmes")
        constraints = (ends_after_start("programme_ends_after_start"),)


class CallQuerySet(ScopedQuerySet["Call"]):
    """Words for calls."""

    def standing(self) -> Self:
        """Calls that were issued and not called off."""
        return self.exclude(issued_on=None).filter(called_off_on=None)

    def decided(self) -> Self:
        """Calls whose awards are decided."""
        return self.standing().exclude(decided_on=None)


class Call(Record):
    """A call for nominations. ``happened_on`` is the day it was drawn up; ``organisation`` issues it.

    Conditions, classes, criteria and phases can be changed until it is issued. Whether it is blind is fixed then.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="award_calls", verbose_name=_("Organisation")
    )
    programme = models.ForeignKey(AwardProgramme, models.PROTECT, related_name="calls", verbose_name=_("Programme"))
    title = models.CharField(_("Title"), max_length=120)
    for_year = models.DateField(_("Year, by its first day"))
    text = models.TextField(_("What the call is for"), blank=True)
    is_blind = models.BooleanField(_("Reviewers do not see names"), default=True)
    notice_days = models.PositiveSmallIntegerField(_("Working days of public notice"), default=5)
    reviews_each = models.PositiveSmallIntegerField(_("Reviewers for each nomination"), default=3)
    posts_bind_years = models.PositiveSmallIntegerField(_("Years for which a former post binds a reviewer"), default=3)
    issued_on = models.DateField(_("Call issued on"), null=True, blank=True)
    needs_discipline = models.BooleanField(
        _("A receipt of the discipline inspection department is asked"), default=False
    )
    needs_personnel = models.BooleanField(_("A receipt of the personnel department is asked"), default=False)
    decided_on = models.DateField(_("Awards decided on"), null=True, blank=True)
    decision_number = models.CharField(_("Number of the decision"), max_length=60, blank=True)
    called_off_on = models.DateField(_("Called off on"), null=True, blank=True)
    called_off_reason = models.CharField(_("Why called off"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-for_year", "-pk")
        verbose_name = _("award call")
        verbose_name_plural = _("award calls")

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        """The year whose work is awarded."""
        return self.for_year.year

    @property
    def stage(self) -> CallStage:
        """Where the call stands."""
        days = (
            (self.called_off_on, CallStage.CALLED_OFF),
            (self.decided_on, CallStage.DECIDED),
            (self.issued_on, CallStage.ISSUED),
        )
        return next((stage for day, stage in days if day), CallStage.DRAWN_UP)

    @property
    def departments(self) -> list[Department]:
        """The departments whose receipts are asked."""
        asked = ((Department.DISCIPLINE, self.needs_discipline), (Department.PERSONNEL, self.needs_personnel))
        return [department for department, is_asked in asked if is_asked]


class AwardClass(ScopedModel):
    """A class of a call with its quota: an honour by name, for organisations, members or records of a kind."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="classes", verbose_name=_("Call"))
    name = models.CharField(_("Name of the honour"), max_length=60)
    subject = models.CharField(_("For"), max_length=16, choices=Subject.choices)
    record_kind = models.CharField(_("Kind of record"), max_length=60, blank=True)
    quota = models.PositiveSmallIntegerField(_("Quota"))
    limit_each = models.PositiveSmallIntegerField(
        _("How many each organisation right below the issuer may enter"), null=True, blank=True
    )
    rank = models.PositiveSmallIntegerField(_("Order"), default=1)
    runner_up_of = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="runners_up",
        verbose_name=_("Filled from those next in line of"),
    )

    scope_path = "call__organisation__path"

    class Meta:
        ordering = ("call", "rank", "pk")
        verbose_name = _("award class")
        verbose_name_plural = _("award classes")
        constraints = (
            models.UniqueConstraint(fields=("call", "name"), name="award_class_once"),
            models.CheckConstraint(condition=Q(quota__gte=1), name="award_class_has_quota"),
            models.CheckConstraint(
                condition=Q(record_kind="", subject__in=(Subject.ORGANISATION, Subject.MEMBER))
                | (Q(subject=Subject.RECORD) & ~Q(record_kind="")),
                name="award_class_names_kind",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Criterion(ScopedModel):
    """What is scored, from 0 to ``ceiling``, and the share in percent that it has in the weighted result."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria", verbose_name=_("Call"))
    name = models.CharField(_("Criterion"), max_length=60)
    explanation = models.CharField(_("What to look at"), max_length=300, blank=True)
    weight = models.DecimalField(_("Weight in percent"), max_digits=5, decimal_places=2)
    ceiling = models.PositiveSmallIntegerField(_("Highest score"), default=10)
    is_live = models.BooleanField(_("Scored at the presentation"), default=False)
    rank = models.PositiveSmallIntegerField(_("Order"), default=1)

    scope_path = "call__organisation__path"

    class Meta:
        ordering = ("call", "rank", "pk")
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = (
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=100), name="criterion_weight"),
            models.CheckConstraint(condition=Q(ceiling__gte=1), name="criterion_ceiling"),
        )

    def __str__(self) -> str:
        return self.name


class CallPhase(ScopedModel):
    """A phase of a call: from the first day to before the last."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="phases", verbose_name=_("Call"))
    kind = models.CharField(_("Phase"), max_length=12, choices=PhaseKind.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"))

    scope_path = "call__organisation__path"

    class Meta:
        ordering = ("call", "starts_on", "pk")
        verbose_name = _("phase of a call")
        verbose_name_plural = _("phases of calls")
        constraints = (
            models.UniqueConstraint(fields=("call", "kind"), name="call_phase_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="call_phase_lasts"),
        )

    def __str__(self) -> str:
        return f"{self.call} · {self.get_kind_display()}"


class CallCondition(ScopedModel):
    """A condition that a call sets: which one of the registry, its number, for which class, and where it is written."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="conditions", verbose_name=_("Call"))
    award_class = models.ForeignKey(
        AwardClass, models.CASCADE, null=True, blank=True, related_name="conditions", verbose_name=_("Award class")
    )
    key = models.CharField(_("Condition of eligibility"), max_length=60)
    number = models.PositiveSmallIntegerField(_("Number"), default=0)
    source = models.CharField(_("Where it is written"), max_length=120, blank=True)

    scope_path = "call__organisation__path"

    class Meta:
        ordering = ("call", "pk")
        verbose_name = _("condition of a call")
        verbose_name_plural = _("conditions of calls")
        constraints = (
            models.UniqueConstraint(fields=("call", "award_class", "key"), name="call_condition_once"),
            models.UniqueConstraint(
                fields=("call", "key"), condition=Q(award_class=None), name="call_condition_for_all_once"
            ),
        )

    def __str__(self) -> str:
        return self.key
