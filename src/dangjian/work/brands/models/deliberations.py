"""Deliberations of the leading group on a brand."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedQuerySet
from dangjian.ui.formats import day_text

from ..enums import DeliberatingBody, DeliberationOutcome
from .brands import MOST_TEXT, Brand, BrandVersion


class Deliberation(Record):
    """A leading group deliberated on a brand: when, on which version, with which opinions, to which end.

    Where it happened at a meeting that is recorded elsewhere, ``record_kind`` and ``record_id`` name that record.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="deliberations", verbose_name=_("Brand"))
    brand_version = models.ForeignKey(
        BrandVersion, models.PROTECT, null=True, blank=True, related_name="deliberations", verbose_name=_("On version")
    )
    body = models.CharField(_("Who deliberated"), max_length=20, choices=DeliberatingBody.choices)
    opinions = models.TextField(_("Opinions"), max_length=MOST_TEXT)
    outcome = models.CharField(_("What it came to"), max_length=8, choices=DeliberationOutcome.choices)
    record_kind = models.CharField(_("Kind of record"), max_length=60, blank=True)
    record_id = models.BigIntegerField(_("Record"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("Why withdrawn"), max_length=200, blank=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("deliberation on a brand")
        verbose_name_plural = _("deliberations on brands")
        constraints = (
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None) | (~Q(record_kind="") & Q(record_id__isnull=False)),
                name="deliberation_names_record",
            ),
        )

    def __str__(self) -> str:
        return gettext("Deliberation of {day} on “{brand}”").format(
            day=day_text(self.happened_on), brand=self.brand.name
        )
