"""States of reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    """A report is a draft with living figures, then issued with frozen ones, for good."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
