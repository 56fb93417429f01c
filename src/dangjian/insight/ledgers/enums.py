"""Formats of a ledger, how its photographs are set, and how far a batch is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LedgerFormat(TextChoices):
    """The kind of file."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"


class PictureLayout(TextChoices):
    """How photographs stand in a ledger."""

    NONE = "none", _("No pictures, only how many there are")
    SMALL = "small", _("Small, two or three beside each other")
    WIDE = "wide", _("Over the width of the page")


class BatchState(TextChoices):
    """How far a batch is."""

    WORKING = "working", _("Being made")
    STOPPED = "stopped", _("Stopped")
    PACKING = "packing", _("Being packed")
    DONE = "done", _("Ready")
