"""What of the imports runs by the clock."""

from __future__ import annotations

from datetime import date, datetime

from dangjian.kernel.jobs import Job, register

from .services import purge_expired


def _purge(now: datetime, today: date) -> int:
    return purge_expired(today=today)


register(Job("imports.purge", _purge))
