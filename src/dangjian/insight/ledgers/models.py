"""What is kept about ledgers: how an office likes them, and the files being made. The ledger itself is never kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Period
from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel, ScopedQuerySet
from dangjian.kernel.work.states import WorkState

from .enums import BatchState, LedgerFormat, PictureLayout

KEPT_DAYS = 7
"""Days after which a file is deleted; it can be made again at any time."""


class Ordered(ScopedModel):
    """Something that was asked for: whose ledger, of which period, in which format, by whom."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    period = models.CharField(_("Period"), max_length=10)
    kind = models.CharField(_("Format"), max_length=4, choices=LedgerFormat.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Asked for by")
    )
    asked_at = models.DateTimeField(_("Asked for"))
    language = models.CharField(max_length=10, editable=False)
    claim = models.CharField(max_length=32, editable=False, blank=True)
    trouble = models.TextField(_("What went wrong"), blank=True)
    stored_as = models.CharField(max_length=48, editable=False, blank=True)
    size = models.PositiveBigIntegerField(_("Size"), default=0, editable=False)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def about(self) -> Period:
        """The period as a value."""
        return Period.parse(self.period)

    def __str__(self) -> str:
        return f"{self.organisation} {self.about.name}"


class LedgerBatch(Ordered):
    """The ledgers of all branches at or below an organisation, packed into one folder when all are made."""

    state = models.CharField(_("State"), max_length=8, choices=BatchState.choices, default=BatchState.WORKING)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("batch of ledgers")
        verbose_name_plural = _("batches of ledgers")


class LedgerRun(Ordered):
    """One file: asked for, made in the background, kept for some days."""

    batch = models.ForeignKey(
        LedgerBatch, models.CASCADE, null=True, related_name="runs", verbose_name=_("batch of ledgers")
    )
    state = models.CharField(_("State"), max_length=8, choices=WorkState.choices, default=WorkState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    records = models.PositiveIntegerField(_("Records"), default=0)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("ledger file")
        verbose_name_plural = _("ledger files")
        indexes = (models.Index(fields=("state", "batch"), name="ledger_run_open"),)


class LedgerLayout(ScopedModel):
    """How photographs stand in the ledgers of an organisation and all below it, from a day on."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    pictures = models.CharField(_("Photographs"), max_length=8, choices=PictureLayout.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("layout of ledgers")
        verbose_name_plural = _("layouts of ledgers")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(ends_on=None), name="ledger_layout_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="ledger_layout_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.get_pictures_display()


class LedgerTemplate(ScopedModel):
    """A Word file of an office's own with named fields; every upload is a new version, the former ones stay."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    version = models.PositiveIntegerField(_("Version"))
    name = models.CharField(_("File name"), max_length=150)
    kept_at = models.DateTimeField(_("Added at"))
    kept_by = models.CharField(_("Added by"), max_length=60)
    in_use = models.BooleanField(_("In use"), default=True)

    scope_path = "organisation__path"

    class Meta:
        ordering = ("-version",)
        verbose_name = _("ledger template")
        verbose_name_plural = _("ledger templates")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "version"), name="ledger_template_version"),
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(in_use=True), name="ledger_template_one_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.name
