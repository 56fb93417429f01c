"""How long the outbox is kept: as long as a log must be, and no longer."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.retention import Retention, register

from .models import Outgoing, OutgoingState

register(
    Retention(
        Outgoing,
        "next_try_at",
        days=183,
        source=_("Cybersecurity Law: logs are kept for at least six months; letters tell who was written to when."),
        only=Q(state__in=(OutgoingState.SENT, OutgoingState.DROPPED, OutgoingState.GIVEN_UP)),
    )
)
