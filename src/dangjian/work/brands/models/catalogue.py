"""The services that brands take as their entry point: the six services, an editable catalogue."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel


class Service(ScopedModel):
    """One of the services. A wording in force is never changed: it ends, and another one begins."""

    key = models.SlugField(_("Key"), max_length=40, unique=True, editable=False)
    name = models.CharField(_("Service"), max_length=40)
    meaning = models.CharField(_("What belongs to it"), max_length=200, blank=True)
    ordinal = models.PositiveSmallIntegerField(_("Order"), default=1)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    unscoped = "one catalogue for the whole platform, kept by the work committee and read by everybody"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("ordinal", "pk")
        verbose_name = _("service taken as entry point")
        verbose_name_plural = _("services taken as entry points")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="service_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.name
