"""What of the notices runs by the clock."""

from __future__ import annotations

from datetime import date, datetime

from dangjian.kernel.jobs import Job, register

from .delivery import deliver
from .models import OutgoingState


def _deliver(now: datetime, today: date) -> int:
    return deliver(now)[OutgoingState.SENT]


register(Job("notices.delivery", _deliver, daily=False))
