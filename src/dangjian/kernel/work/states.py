"""How far a piece of long work is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkState(TextChoices):
    """How far a file that was asked for is."""

    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
