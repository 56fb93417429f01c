"""What of the attachments runs by the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dangjian.kernel.jobs import Job, register

from .services import sweep

AFTER = timedelta(days=1)
"""No upload takes longer from its file to its row."""


def _sweep(now: datetime, today: date) -> int:
    return sweep(before=now - AFTER)


register(Job("attachments.sweep", _sweep))
