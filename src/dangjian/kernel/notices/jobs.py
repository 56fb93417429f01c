"""What runs by the clock: ``dangjian serve`` calls ``tick`` each minute; with a worker, ``deliver_due`` is enqueued."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django_tasks import task

from .delivery import deliver


def tick(now: datetime) -> Counter[str]:
    """Everything of this beam that is due now; safe to call often and from several processes at once."""
    return deliver(now)


@task()
def deliver_due(now: str) -> dict[str, int]:
    """The same as a background task; ``now`` in ISO 8601 with its offset."""
    return dict(tick(datetime.fromisoformat(now)))
