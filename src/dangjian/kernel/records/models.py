"""The abstract base of every piece of work that happened."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import ScopedModel


class RecordState(models.TextChoices):
    """A record is a draft, then filed, then locked; a correction to a locked record is a new one."""

    DRAFT = "draft", _("Draft")
    FILED = "filed", _("Filed")
    LOCKED = "locked", _("Locked")


class Record(ScopedModel):
    """Work that happened: for whom, on which day, entered when and by whom. Nothing can be back-dated."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    happened_on = models.DateField(_("Happened on"))
    entered_at = models.DateTimeField(_("Entered at"), auto_now_add=True)
    entered_by = models.CharField(_("Entered by"), max_length=60, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=RecordState.choices, default=RecordState.FILED)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("Corrects")
    )
    correction_reason = models.CharField(_("Why corrected"), max_length=200, blank=True)

    scope_path = "organisation__path"

    class Meta:
        abstract = True

    @property
    def entered_late(self) -> bool:
        """Whether it was entered on a later day than it happened: shown, never hidden."""
        return localdate(self.entered_at) > self.happened_on
