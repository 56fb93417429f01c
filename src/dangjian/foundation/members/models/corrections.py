"""Corrections that a member proposes to their own record and the branch decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.tree.scope import ScopedModel

from ..enums import CorrectionState
from .members import Member


class Correction(ScopedModel):
    """A proposed value for one item of one's own record, with the answer."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="corrections", verbose_name=_("Member"))
    item = models.CharField(_("Item"), max_length=30)
    proposed = EncryptedTextField(_("Should read"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    proposed_on = models.DateField(_("Proposed on"))
    state = models.CharField(
        _("State"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.PROPOSED
    )
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decided_by = models.CharField(_("Decided by"), max_length=60, blank=True)
    answer = models.CharField(_("Answer"), max_length=200, blank=True)

    scope_path = "member__current__organisation__path"

    class Meta:
        ordering = ("-proposed_on", "-pk")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = (models.Index(fields=("state", "proposed_on"), name="correction_state"),)

    def __str__(self) -> str:
        return f"{self.member} · {self.item}"
