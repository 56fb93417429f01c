"""What others say to a nomination: the levels between it and the issuer, and the receipts of departments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import ScopedModel

from ..enums import Department
from .nominations import Nomination


class LevelOpinion(ScopedModel):
    """The opinion of one level on the way up: for or against, with words. Each level gives one."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="opinions", verbose_name=_("Nomination"))
    organisation = models.ForeignKey("tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Given by"))
    supports = models.BooleanField(_("Supports the nomination"))
    text = models.CharField(_("Opinion"), max_length=300)
    given_on = models.DateField(_("Given on"))

    scope_path = "nomination__organisation__path"

    class Meta:
        ordering = ("nomination", "given_on", "pk")
        verbose_name = _("opinion of a level")
        verbose_name_plural = _("opinions of levels")
        constraints = (models.UniqueConstraint(fields=("nomination", "organisation"), name="level_opinion_once"),)

    def __str__(self) -> str:
        return f"{self.nomination} · {self.organisation}"


class OpinionReceipt(ScopedModel):
    """That a department gave its opinion: number and day of its paper, and on purpose nothing of what it says.

    A receipt is recorded only where nothing stands against the award; otherwise the nomination is refused.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="receipts", verbose_name=_("Nomination"))
    department = models.CharField(_("Department"), max_length=12, choices=Department.choices)
    number = models.CharField(_("Number of the paper"), max_length=60)
    received_on = models.DateField(_("Day of the paper"))

    scope_path = "nomination__organisation__path"

    class Meta:
        ordering = ("nomination", "department")
        verbose_name = _("receipt of an opinion")
        verbose_name_plural = _("receipts of opinions")
        constraints = (models.UniqueConstraint(fields=("nomination", "department"), name="opinion_receipt_once"),)

    def __str__(self) -> str:
        return f"{self.get_department_display()} · {self.number}"
