"""A case, its versions by author and editor, and what they say to each other about it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Period
from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet
from dangjian.work.brands.models import Brand

from ..enums import CaseField, CasePart, CaseStage, Side

MOST_TEXT = 8_000
"""Characters of one part of a case: some eight printed pages."""
MOST_SUMMARY = 400


class Wording(models.Model):
    """What a case says, and what changes from version to version."""

    title = models.CharField(_("Title"), max_length=60)
    summary = models.TextField(_("Summary"), max_length=MOST_SUMMARY, blank=True)
    background = models.TextField(_("Background"), max_length=MOST_TEXT, blank=True)
    practice = models.TextField(_("What is done"), max_length=MOST_TEXT, blank=True)
    effect = models.TextField(_("Effect"), max_length=MOST_TEXT, blank=True)
    experience = models.TextField(_("What others may learn"), max_length=MOST_TEXT, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


WORDING = ("title", *CasePart.values)
"""The fields of a wording."""


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Words for cases."""

    def with_editors(self) -> Self:
        """Handed in and not passed yet."""
        return self.exclude(handed_in_on=None).filter(passed_on=None)

    def ready(self) -> Self:
        """Passed for print as they stand."""
        return self.exclude(passed_on=None)


class Case(Record, Wording):
    """A case of an organisation, as a rule about its service brand. ``happened_on`` is the day it was begun.

    Its author writes it and hands it in; editors edit it; somebody who did not write the present version passes it for
    print. Whatever is changed afterwards has to be passed again.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="cases", verbose_name=_("Organisation")
    )
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("Service brand")
    )
    field = models.CharField(_("Field of the case"), max_length=12, choices=CaseField.choices, default=CaseField.OTHER)
    period = models.CharField(_("Period of its figures"), max_length=10)
    people_agreed = models.BooleanField(_("Everybody named agreed to it"), default=False)
    handed_in_on = models.DateField(_("Handed in on"), null=True, blank=True)
    passed_on = models.DateField(_("Passed for print on"), null=True, blank=True)
    passed_by = models.CharField(_("Passed by"), max_length=60, blank=True)
    passed_pictures = models.TextField(_("Pictures as they were passed"), blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__code", "pk")
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = (
            models.CheckConstraint(
                condition=Q(passed_on=None) | Q(handed_in_on__isnull=False), name="case_handed_in_before_passed"
            ),
            models.CheckConstraint(
                condition=Q(passed_on=None) | Q(passed_on__gte=F("handed_in_on")), name="case_passed_after_handed_in"
            ),
        )

    @property
    def stage(self) -> CaseStage:
        """How far it is."""
        if self.handed_in_on is None:
            return CaseStage.WRITING
        return CaseStage.READY if self.passed_on else CaseStage.HANDED_IN

    @property
    def about(self) -> Period:
        """The period of its figures."""
        return Period.parse(self.period)


class CaseVersion(ScopedModel, Wording):
    """A case as somebody left it; never changed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="versions", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("Version"))
    side = models.CharField(_("Written by the"), max_length=6, choices=Side.choices)
    written_by_id = models.BigIntegerField(null=True)
    written_by = models.CharField(_("Written by"), max_length=60, blank=True)
    written_at = models.DateTimeField(_("Written at"))

    scope_path = "case__organisation__path"

    class Meta:
        ordering = ("case", "-number")
        verbose_name = _("version of a case")
        verbose_name_plural = _("versions of cases")
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="case_version_once"),)

    def __str__(self) -> str:
        return gettext("{title}, version {number}").format(title=self.title, number=self.number)


class CommentQuerySet(ScopedQuerySet["CaseComment"]):
    """Words for comments."""

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at=None)


class CaseComment(ScopedModel):
    """A remark on a part of a case, and what was answered; a reason for giving a case back is one too."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="comments", verbose_name=_("case"))
    on_version = models.PositiveIntegerField(_("On version"))
    part = models.CharField(_("On the part"), max_length=12, choices=CasePart.choices, blank=True)
    text = models.CharField(_("Remark on a case"), max_length=500)
    side = models.CharField(_("Written by the"), max_length=6, choices=Side.choices)
    written_by = models.CharField(_("Written by"), max_length=60, blank=True)
    written_at = models.DateTimeField(_("Written at"))
    answer = models.CharField(_("What was done"), max_length=500, blank=True)
    answered_by = models.CharField(_("Answered by"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)

    scope_path = "case__organisation__path"
    objects: ClassVar[Any] = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("case", "pk")
        verbose_name = _("remark on a case")
        verbose_name_plural = _("remarks on cases")

    def __str__(self) -> str:
        return self.text[:60]
