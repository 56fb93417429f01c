"""Grants: who holds which role where, and from when to when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel

from .roles import Role


class Grant(ScopedModel):
    """A role held at an organisation for a period; a delegation names the grant it is lent from."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name=_("Account")
    )
    role = models.CharField(_("Role"), max_length=24, choices=Role.choices)
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="grants", verbose_name=_("Organisation")
    )
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)
    lent_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="loans", verbose_name=_("Delegated from")
    )
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__code", "role", "starts_on")
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="grant_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation}"
