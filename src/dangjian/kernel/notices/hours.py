"""When the platform may disturb somebody. Pure reckoning: the moment and the calendar are arguments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dangjian.kernel.periods import SEED, WorkCalendar

from .models import FIRST_HOUR, LAST_HOUR

QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(7, 30)
FURTHEST = 60
"""Days looked ahead for a working day; no holiday is that long."""


def local(now: datetime) -> datetime:
    """The moment as the office's clock shows it."""
    return timezone.localtime(now)


def quiet(now: datetime, calendar: WorkCalendar = SEED) -> bool:
    """Whether nothing but urgent things may leave: from 21:00 to 7:30, and on rest days."""
    here = local(now)
    return not QUIET_UNTIL <= here.time() < QUIET_FROM or not calendar.of(here.date()).working


def next_digest(after: datetime, hour: int, *, sent_on: date | None, calendar: WorkCalendar = SEED) -> datetime:
    """The moment of the next digest: later than ``after``, on a working day, on no day that has had one.

    Args:
        hour: the hour that the person chose; brought within 8 to 20.
        sent_on: the day of the last digest.
    """
    here = local(after)
    at = time(min(max(hour, FIRST_HOUR), LAST_HOUR))
    for days in range(FURTHEST):
        day = here.date() + timedelta(days=days)
        slot = datetime.combine(day, at, here.tzinfo)
        if slot > here and (sent_on is None or day > sent_on) and calendar.of(day).working:
            return slot
    return datetime.combine(here.date() + timedelta(days=FURTHEST), at, here.tzinfo)


def not_quiet_from(now: datetime, calendar: WorkCalendar = SEED) -> datetime:
    """The first moment from ``now`` on that is not quiet."""
    if not quiet(now, calendar):
        return now
    here = local(now)
    for days in range(FURTHEST):
        day = here.date() + timedelta(days=days)
        morning = datetime.combine(day, QUIET_UNTIL, here.tzinfo)
        if morning >= here and calendar.of(day).working:
            return morning
    return now
