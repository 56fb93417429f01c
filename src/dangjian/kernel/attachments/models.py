"""Files attached to records of any kind."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.permissions import VIEW_FILE
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

PICTURE = "image/"
"""How the kind of a picture begins."""


class AttachmentQuerySet(ScopedQuerySet["Attachment"]):
    """Words for attachments."""

    def of(self, target: models.Model) -> Self:
        """Of one record, without those withdrawn, first come first."""
        return self.filter(
            target_type=target._meta.label_lower, target_id=target.pk, withdrawn_at__isnull=True
        ).order_by("pk")

    def present(self) -> Self:
        """Not withdrawn, with their organisations."""
        return self.filter(withdrawn_at__isnull=True).select_related("organisation")

    def pictures(self) -> Self:
        """Pictures that are not withdrawn, with their organisations, first come first."""
        return self.present().filter(media_type__startswith=PICTURE).order_by("pk")

    def free_to_show(self) -> Self:
        """Pictures that may be shown beyond those who work with the record: all in them agreed, or nobody is known."""
        return self.pictures().filter(consent__in=(Consent.NOBODY, Consent.GIVEN))


class Attachment(ScopedModel):
    """A file that belongs to a record: what it is by its content, where it lies by its digest.

    `target_type` and `target_id` name the record. `permission` is what a reader must hold at the organisation. A
    withdrawn file is gone from the disk; the row stays and says that it was there. A picture may say what it shows
    (`caption`) and whether those in it agreed to be shown (`consent`, and in `agreed_by` who did and how).
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    permission = models.CharField(max_length=80, default=VIEW_FILE)
    name = models.CharField(_("File name"), max_length=150)
    media_type = models.CharField(_("Kind of file"), max_length=100)
    size = models.PositiveBigIntegerField(_("Size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_at = models.DateTimeField(_("Added at"))
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by_name = models.CharField(_("Added by"), max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, blank=True)
    caption = models.CharField(_("What the picture shows"), max_length=100, blank=True)
    consent = models.CharField(_("People in the picture"), max_length=8, choices=Consent.choices, blank=True)
    agreed_by = models.CharField(_("Who agreed to be shown, and how"), max_length=200, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        indexes = (models.Index(fields=("target_type", "target_id"), name="attachment_target"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(consent=Consent.GIVEN) ^ Q(agreed_by=""), name="attachment_says_who_agreed"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at and take a caption."""
        return self.media_type.startswith(PICTURE)
