"""Work reports (成效报告): text with references to figures, and what the figures were when it was issued."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Period
from dangjian.kernel.records.models import Record
from dangjian.kernel.texts.models import PrintedFigure
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from .enums import ReportState

MOST_TEXT = 60_000


class ReportTemplate(ScopedModel):
    """A text to begin reports from; every keeping under the same name raises its version."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    name = models.CharField(_("Name of the template"), max_length=80)
    text = models.TextField(_("Text"), max_length=MOST_TEXT)
    version = models.PositiveIntegerField(_("Version"), default=1)

    scope_path = "organisation__path"

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="report_template_name"),)

    def __str__(self) -> str:
        return self.name


class ReportQuerySet(ScopedQuerySet["Report"]):
    """Words for reports."""

    def drafts(self) -> Self:
        """Not issued yet."""
        return self.filter(state=ReportState.DRAFT)


class Report(Record):
    """A work report of an organisation about a period.

    While it is a draft its figures live. Issued, its text and figures stand for good; a corrected report is a new one
    that names the former (``corrects``) and the reason. ``happened_on`` is the day it was issued, of a draft the day
    it was begun.
    """

    title = models.CharField(_("Title"), max_length=120)
    period = models.CharField(_("Period"), max_length=10)
    text = models.TextField(_("Text"), max_length=MOST_TEXT)
    state = models.CharField(_("State"), max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    issued_at = models.DateTimeField(_("Moment of issue"), null=True, editable=False)
    issued_by = models.CharField(_("Issuer"), max_length=60, blank=True, editable=False)
    digest = models.CharField(_("Digest (SHA-256)"), max_length=64, blank=True, editable=False)

    objects: ClassVar[Any] = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("work report")
        verbose_name_plural = _("work reports")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, issued_at=None) | ~Q(digest=""), name="report_issued_with_digest"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        """Whether text and figures are frozen."""
        return self.state == ReportState.ISSUED

    @property
    def about(self) -> Period:
        """The period it is about."""
        return Period.parse(self.period)


class IssuedFigure(PrintedFigure):
    """A figure as one issued report prints it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="issued_figures", verbose_name=_("work report"))

    scope_path = "report__organisation__path"

    class Meta:
        ordering = ("report", "place")
        verbose_name = _("issued figure")
        verbose_name_plural = _("issued figures")
        constraints = (models.UniqueConstraint(fields=("report", "place"), name="issued_figure_place"),)
