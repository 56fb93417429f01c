"""The complaint and suggestion box."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record


class SuggestionKind(models.TextChoices):
    """What somebody wants to say."""

    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    FAULT = "fault", _("Something does not work")


class Suggestion(Record):
    """A complaint or suggestion about the platform or the work, with the answer and the day it is due.

    Measures on government mobile applications of 2026: a complaints function is compulsory.
    """

    kind = models.CharField(_("Kind"), max_length=12, choices=SuggestionKind.choices)
    text = models.TextField(_("What you want to say"), max_length=2000)
    page = models.CharField(_("Page"), max_length=300, blank=True)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="suggestions")
    answer_due_on = models.DateField(_("Answer due on"))
    answer = models.TextField(_("Answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answered_by = models.CharField(_("Answered by"), max_length=60, blank=True)

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("complaint or suggestion")
        verbose_name_plural = _("complaints and suggestions")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_on=None, answer="")
                | models.Q(answered_on__isnull=False) & ~models.Q(answer=""),
                name="suggestion_answer_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]
