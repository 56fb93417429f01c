"""Transfers of affiliation between organisations of the tree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import TransferState
from .members import Member


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    """Words for transfers."""

    def open(self) -> TransferQuerySet:
        """Issued and not yet answered; the old branch stays responsible."""
        return self.filter(state=TransferState.ISSUED)


class Transfer(ScopedModel):
    """A letter of introduction (组织关系介绍信) from one branch to another, with its receipt.

    Responsibility stays with the old branch until acceptance (education and management regulation, art. 25).
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers", verbose_name=_("Member"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="transfers_out", verbose_name=_("From branch")
    )
    to_organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="transfers_in", verbose_name=_("To branch")
    )
    letter_number = models.CharField(_("Letter number"), max_length=40, unique=True)
    happened_on = models.DateField(_("Issued on"))
    valid_days = models.PositiveSmallIntegerField(_("Valid for days"))
    dues_paid_until = models.DateField(_("Dues paid up to"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=TransferState.choices, default=TransferState.ISSUED)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("Entered at"), auto_now_add=True)
    entered_by = models.CharField(_("Entered by"), max_length=60, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = (
            models.UniqueConstraint(fields=("member",), condition=models.Q(state="issued"), name="one_open_transfer"),
        )
        indexes = (models.Index(fields=("state", "happened_on"), name="transfer_state"),)

    def __str__(self) -> str:
        return f"{self.letter_number} · {self.member}"

    @property
    def last_valid_day(self) -> date:
        """The last day on which the letter may be handed in."""
        return self.happened_on + timedelta(days=self.valid_days)


class IncomingTransfer(Transfer):
    """The same letter as the receiving branch sees it: its scope is the branch it goes to."""

    scope_path = "to_organisation__path"
    objects: ClassVar[Any] = TransferQuerySet.as_manager()

    class Meta:
        proxy = True
        ordering = ("happened_on", "pk")
        verbose_name = _("incoming transfer")
        verbose_name_plural = _("incoming transfers")
