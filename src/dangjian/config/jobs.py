"""What runs by the clock beside the rooms' own jobs: rows that have had their time, and ended sessions."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.sessions.models import Session

from dangjian.kernel.jobs import Job, register
from dangjian.kernel.privacy.retention import retentions

A_BATCH = 1000


def _expire(now: datetime, today: date) -> int:
    """Remove what is past the time its room declared, in batches so that nobody waits behind it."""
    removed = 0
    for retention in retentions():
        while keys := list(retention.expired(today).values_list("pk", flat=True)[:A_BATCH]):
            retention.expired(today).model._base_manager.filter(pk__in=keys).delete()
            removed += len(keys)
    return removed


def _sessions(now: datetime, today: date) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


register(Job("config.retention", _expire))
register(Job("config.sessions", _sessions))
