"""Party posts with holder and dates."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel

from ..enums import PostTitle
from .members import Member


class Post(ScopedModel):
    """A Party post held by a member in an organisation (or a unit's leading group) for a time."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="posts", verbose_name=_("Organisation")
    )
    leading_group = models.ForeignKey(
        "organisations.LeadingGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("Leading group"),
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="posts", verbose_name=_("Holder"))
    title = models.CharField(_("Party post"), max_length=24, choices=PostTitle.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__code", "title", "-starts_on")
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="post_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_title_display()} · {self.member}"
