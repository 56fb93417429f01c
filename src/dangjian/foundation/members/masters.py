"""Which system is master of which item, and what is said about it on the member page.

The official register lives in the national system; what it collects is compared, never quietly overwritten here.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .items import BY_KEY


class Master(TextChoices):
    """Where an item is kept first."""

    NATIONAL = "national", _("National member information system")
    HERE = "here", _("This platform")


def master_of(key: str) -> Master:
    """The master of an item; what the national system does not collect is kept here."""
    return Master.NATIONAL if key in BY_KEY and BY_KEY[key].national else Master.HERE
