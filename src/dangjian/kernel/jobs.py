"""What runs by the clock: each room declares its own in ``jobs.py``, ``dangjian serve`` runs what is due."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something the platform does by itself.

    It may be run again at any time and from several processes at once, and does nothing twice: what it has done is
    seen from the rows, so nobody keeps a book of runs.

    Attributes:
        key: ``room.noun``.
        run: (moment of the clock, day the platform lives on) -> how many things were done.
        daily: once on each day of the clock and after each start; otherwise each minute.
    """

    key: str
    run: Callable[[datetime, date], int]
    daily: bool = True


registry: dict[str, Job] = {}


def register(job: Job) -> Job:
    """Declare a job.

    Raises:
        ValueError: its key is taken.
    """
    if job.key in registry:
        raise ValueError(f"job {job.key} is declared twice")
    registry[job.key] = job
    return job


def run_due(now: datetime, today: date, *, last: datetime | None) -> Counter[str]:
    """Run what is due. One job that fails is logged and keeps no other from running.

    Args:
        now: the moment of the clock.
        today: the day the platform lives on.
        last: the moment of the run before, None after a start.

    Returns:
        How much each job did; -1 for one that failed.
    """
    new_day = last is None or timezone.localdate(last) < timezone.localdate(now)
    done: Counter[str] = Counter()
    for job in registry.values():
        if new_day or not job.daily:
            try:
                done[job.key] = job.run(now, today)
            except Exception:
                log.exception("The job %s failed.", job.key)
                done[job.key] = -1
    return done
