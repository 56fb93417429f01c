"""Public notice of who is proposed, and objections to it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet
from dangjian.ui.formats import day_text

from ..enums import ObjectionOutcome, ObjectionWay
from .calls import Call
from .nominations import Nomination


class PublicNotice(ScopedModel):
    """A public notice of who is proposed: from its first day until the day after the last working day of the term.

    Who stands in it is said by the nominations. Its page has an address of chance, and shows names in the term alone.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="notices", verbose_name=_("Call"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"))
    contact = models.CharField(_("Where objections are taken"), max_length=200)

    scope_path = "call__organisation__path"

    class Meta:
        ordering = ("call", "starts_on", "pk")
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        constraints = (models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="public_notice_lasts"),)

    def __str__(self) -> str:
        return gettext("Public notice of {day}, {call}").format(day=day_text(self.starts_on), call=self.call)


class ObjectionQuerySet(ScopedQuerySet["Objection"]):
    """Words for objections."""

    def unhandled(self) -> Self:
        """Objections that nobody has answered yet."""
        return self.filter(handled_on=None)


class Objection(ScopedModel):
    """An objection to a proposal. Who made it and what it says are encrypted, for the issuer's office alone."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name=_("Public notice"))
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="objections", verbose_name=_("Nomination"))
    received_on = models.DateField(_("Received on"))
    way = models.CharField(_("How it came in"), max_length=12, choices=ObjectionWay.choices)
    objector = EncryptedTextField(_("Who objects"), blank=True)
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Account")
    )
    content = EncryptedTextField(_("What is objected"))
    handled_on = models.DateField(_("Handled on"), null=True, blank=True)
    outcome = models.CharField(
        _("Outcome of the objection"), max_length=12, choices=ObjectionOutcome.choices, blank=True
    )
    answer = models.TextField(_("How it was handled"), blank=True)

    scope_path = "notice__call__organisation__path"
    objects: ClassVar[Any] = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("received_on", "pk")
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = (
            models.CheckConstraint(
                condition=Q(handled_on=None, outcome="") | (Q(handled_on__isnull=False) & ~Q(outcome="")),
                name="objection_handled_has_outcome",
            ),
        )

    def __str__(self) -> str:
        return gettext("Objection of {day}").format(day=day_text(self.received_on))
