"""The services that brands take as their entry point: the six services, an editable catalogue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.catalogues import CatalogueItem, ends_after_start


class Service(CatalogueItem):
    """One of the services."""

    name = models.CharField(_("Service"), max_length=40)
    meaning = models.CharField(_("What belongs to it"), max_length=200, blank=True)

    class Meta(CatalogueItem.Meta):
        verbose_name = _("service taken as entry point")
        verbose_name_plural = _("services taken as entry points")
        constraints = (ends_after_start("service_ends_after_start"),)
