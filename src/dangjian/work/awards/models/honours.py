"""The register of honours of organisations and people."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedQuerySet

from .calls import AwardClass, AwardProgramme
from .nominations import Nomination


class HonourQuerySet(ScopedQuerySet["Honour"]):
    """Words for honours."""

    def standing(self) -> Self:
        """Honours that were not revoked."""
        return self.filter(revoked_on=None)

    def of_record(self, kind: str, key: int) -> Self:
        """Honours of one record of another room."""
        return self.filter(record_kind=kind, record_id=key)


class Honour(Record):
    """An honour that was given on ``happened_on``: by a call of this platform, or entered from a document.

    It belongs to an organisation, to a member, or to a record of another room. It is revoked with a reason, never
    deleted.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="honours", verbose_name=_("Organisation")
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="honours", verbose_name=_("Member")
    )
    record_kind = models.CharField(_("Kind of record"), max_length=60, blank=True)
    record_id = models.BigIntegerField(_("Record"), null=True, blank=True)
    programme = models.ForeignKey(
        AwardProgramme, models.PROTECT, null=True, blank=True, related_name="honours", verbose_name=_("Programme")
    )
    award_class = models.ForeignKey(
        AwardClass, models.PROTECT, null=True, blank=True, related_name="honours", verbose_name=_("Award class")
    )
    nomination = models.OneToOneField(
        Nomination, models.PROTECT, null=True, blank=True, related_name="honour", verbose_name=_("Nomination")
    )
    name = models.CharField(_("Honour"), max_length=60)
    title = models.CharField(_("Given to"), max_length=120)
    given_by = models.CharField(_("Given by"), max_length=100)
    document_number = models.CharField(_("Number of the decision"), max_length=60, blank=True)
    certificate_code = models.CharField(_("Verification code"), max_length=16, unique=True, null=True, editable=False)
    revoked_on = models.DateField(_("Revoked on"), null=True, blank=True)
    revocation_reason = models.CharField(_("Why revoked"), max_length=300, blank=True)
    revocation_number = models.CharField(_("Number of the revocation"), max_length=60, blank=True)

    objects: ClassVar[Any] = HonourQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "name", "-pk")
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        constraints = (
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None) | (~Q(record_kind="") & Q(record_id__isnull=False)),
                name="honour_names_record",
            ),
        )
        indexes = (models.Index(fields=("record_kind", "record_id"), name="honour_record"),)

    def __str__(self) -> str:
        return f"{self.name} · {self.title}"
