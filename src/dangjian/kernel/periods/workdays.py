"""Working days of mainland China: the State Council's yearly arrangement where it is known, the rule where it is not.

Counting follows the Civil Code: the day something happens is not counted (article 201); a term that ends on a day off
ends on the next working day (article 203). The arrangement of a year is published the autumn before, so every answer
says whether it still rests on the rule alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

import chinese_calendar

_DAY = timedelta(days=1)

# Holidays on fixed days of the solar year (Regulation on public holidays, as revised for 2025, article 2). Those of the
# lunar year are left to the published arrangement.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True, slots=True)
class WorkDay:
    """Whether a day is worked, and whether that is still an assumption."""

    working: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day found by counting working days; `provisional` when a day on the way had no published arrangement."""

    day: date
    provisional: bool


class WorkCalendar(Protocol):
    """Knows which days are worked."""

    def of(self, day: date) -> WorkDay:
        """What kind of day `day` is."""
        ...


@dataclass(frozen=True)
class SeededCalendar:
    """The published arrangements of 2004 to 2026, with days set by the office on top.

    `overrides` maps a day to whether it is worked; such a day is never provisional. Outside the published years Monday
    to Friday are taken as worked but for the fixed holidays, and the answer is provisional.
    """

    overrides: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, day: date) -> WorkDay:
        """What kind of day `day` is."""
        if day in self.overrides:
            return WorkDay(working=self.overrides[day], provisional=False)
        try:
            return WorkDay(working=chinese_calendar.is_workday(day), provisional=False)
        except NotImplementedError:
            working = day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS
            return WorkDay(working=working, provisional=True)


SEED = SeededCalendar()


def add_working_days(day: date, count: int, calendar: WorkCalendar = SEED) -> Reckoned:
    """The `count`-th working day after `day`, or before it when `count` is negative; `day` itself is not counted.

    With a count of 0 it is `day`, worked or not.
    """
    step = _DAY if count > 0 else -_DAY
    left, provisional = abs(count), False
    while left:
        day += step
        found = calendar.of(day)
        provisional |= found.provisional
        left -= found.working
    return Reckoned(day, provisional)


def on_or_after_working_day(day: date, calendar: WorkCalendar = SEED) -> Reckoned:
    """`day` when it is worked, else the next working day: where a term ends that runs out on `day`."""
    found = calendar.of(day)
    if found.working:
        return Reckoned(day, found.provisional)
    following = add_working_days(day, 1, calendar)
    return Reckoned(following.day, found.provisional or following.provisional)


def working_days_between(starts_on: date, ends_on: date, calendar: WorkCalendar = SEED) -> int:
    """How many days are worked from `starts_on` up to but without `ends_on`; none when the end is earlier."""
    days = (starts_on + timedelta(days=index) for index in range((ends_on - starts_on).days))
    return sum(calendar.of(day).working for day in days)
