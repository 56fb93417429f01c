"""The one table of organisations: a tree of any depth."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .enums import BRANCH_KINDS, PRIMARY_KINDS, OrganisationKind
from .history import NOW, Past
from .paths import PathField
from .scope import DatedQuerySet, ScopedModel


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    """Words for organisations: as they stand now, or with ``past`` as they stood on its day."""

    def under(self, path: str, past: Past = NOW) -> Self:
        """At or below the organisation with this path."""
        return self.filter(past.subtree_q("path", path))

    def at(self, day: date) -> Self:
        """Existing on this day."""
        return self.on(day)

    def children_of(self, organisation: Organisation, past: Past = NOW) -> Self:
        """One level below, in the order of their codes."""
        below = past.below_q(lambda superior: superior.pk == organisation.pk, Q(parent=organisation))
        return self.filter(below).order_by("code")

    def direct(self, past: Past = NOW) -> Self:
        """Directly under a work committee (工委直属)."""
        committee = (OrganisationKind.WORK_COMMITTEE,)
        below = past.below_q(lambda superior: past.kind_of(superior) in committee, past.kind_q(committee, "parent__"))
        return self.of_kinds(PRIMARY_KINDS, past).filter(below)

    def of_kinds(self, kinds: Collection[str], past: Past = NOW) -> Self:
        """Of one of the kinds."""
        return self.filter(past.kind_q(kinds))

    def branches(self, past: Past = NOW) -> Self:
        """Branches of every kind: ordinary, joint, temporary."""
        return self.of_kinds(BRANCH_KINDS, past)


class Organisation(ScopedModel):
    """A Party organisation: its place in the tree, its names and its days of existence.

    The path is kept by ``tree.services`` alone. What happened to an organisation (set-up, merge, rename …) is a
    dated record of the room that keeps organisations; this row is how it stands now, and ``tree.history`` how it stood.
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
