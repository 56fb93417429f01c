"""What of the figures runs by the clock: tallies of large installations are kept up."""

from __future__ import annotations

from datetime import date, datetime

from dangjian.kernel.jobs import Job, register

from . import keeping


def _keep(now: datetime, today: date) -> int:
    return keeping.keep(today, now=now)


register(Job("figures.tallies", _keep, daily=False))
