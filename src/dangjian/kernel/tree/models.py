"""The one table of organisations: a tree of any depth."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .enums import BRANCH_KINDS, PRIMARY_KINDS, OrganisationKind
from .paths import PathField, subtree_q
from .scope import DatedQuerySet, ScopedModel


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    """Words for organisations."""

    def under(self, path: str) -> Self:
        """At or below the organisation with this path."""
        return self.filter(subtree_q("path", path))

    def at(self, day: date) -> Self:
        """Existing on this day."""
        return self.on(day)

    def children_of(self, organisation: Organisation) -> Self:
        """One level below, in the order of their codes."""
        return self.filter(parent=organisation).order_by("code")

    def direct(self) -> Self:
        """Directly under a work committee (工委直属)."""
        return self.filter(parent__kind=OrganisationKind.WORK_COMMITTEE, kind__in=PRIMARY_KINDS)

    def branches(self) -> Self:
        """Branches of every kind: ordinary, joint, temporary."""
        return self.filter(kind__in=BRANCH_KINDS)


class Organisation(ScopedModel):
    """A Party organisation: its place in the tree, its names and its days of existence.

    The path is kept by ``tree.services`` alone. What happened to an organisation (set-up, merge, rename …) is a
    dated record of the room that keeps organisations; this row is how it stands now.
    """

    code = models.CharField(_("Code"), max_length=32, unique=True)
    name = models.CharField(_("Full name"), max_length=120)
    short_name = models.CharField(_("Short name"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Superior")
    )
    path = PathField(max_length=120, unique=True, null=True, editable=False)
    depth = models.PositiveSmallIntegerField(editable=False, default=0)
    starts_on = models.DateField(_("Founded on"))
    ends_on = models.DateField(_("Dissolved on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    scope_path = "path"
    objects: ClassVar[Any] = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = (
            models.Index(fields=("parent", "code"), name="organisation_children"),
            models.Index(fields=("name",), name="organisation_name"),
            models.Index(fields=("short_name",), name="organisation_short_name"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="organisation_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_branch(self) -> bool:
        """Whether members belong to it directly (branch, joint or temporary branch)."""
        return self.kind in BRANCH_KINDS

    @property
    def is_work_committee(self) -> bool:
        """Whether it is the work committee of a city's organs."""
        return self.kind == OrganisationKind.WORK_COMMITTEE
