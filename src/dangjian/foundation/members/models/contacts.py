"""Contact assignments: each committee leader looks after one area and seven organisations (domain.md S04)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel

from .members import Member


class ContactAssignment(ScopedModel):
    """A leader of the work committee is linked to an area or to an organisation for a time."""

    leader = models.ForeignKey(Member, models.PROTECT, related_name="contact_assignments", verbose_name=_("Leader"))
    committee = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="contact_leaders", verbose_name=_("Work committee")
    )
    area = models.ForeignKey(
        "organisations.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_assignments",
        verbose_name=_("Area"),
    )
    organisation = models.ForeignKey(
        "tree.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_assignments",
        verbose_name=_("Organisation"),
    )
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "committee__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("leader", "area", "organisation")
        verbose_name = _("contact assignment")
        verbose_name_plural = _("contact assignments")
        constraints = (
            models.CheckConstraint(
                condition=Q(area=None, organisation__isnull=False) | Q(area__isnull=False, organisation=None),
                name="contact_area_or_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="contact_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.leader} · {self.area or self.organisation}"
