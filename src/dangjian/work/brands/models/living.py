"""Whether a brand lives on: the yearly light review."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedQuerySet

from ..enums import Verdict
from .brands import MOST_TEXT, Brand


class YearlyReview(Record):
    """A look at a brand once a year, from its records; nobody fills in a form for it. ``happened_on`` is its day."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="reviews", verbose_name=_("Brand"))
    year = models.PositiveSmallIntegerField(_("Year"))
    verdict = models.CharField(_("Verdict"), max_length=8, choices=Verdict.choices)
    remark = models.TextField(_("Remark"), max_length=MOST_TEXT, blank=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-pk")
        verbose_name = _("yearly review of a brand")
        verbose_name_plural = _("yearly reviews of brands")
        constraints = (models.UniqueConstraint(fields=("brand", "year"), name="brand_reviewed_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.year} · {self.brand.name}"
