"""Days reckoned from other days: anniversaries, months on, full years."""

import calendar
from datetime import date
from functools import lru_cache

KEPT = 4096
"""Answers that are kept: a grid of a city asks for the end of the same few months a hundred thousand times."""


@lru_cache(maxsize=KEPT)
def months_after(day: date, months: int) -> date:
    """The day `months` calendar months after `day` (before it, when negative).

    Where the month has no such day, its last day: 31 January and one month is 28 or 29 February
    (Civil Code, article 202: the corresponding day, or else the end of the month).
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """The anniversary `years` years after `day`; for 29 February it is 28 February where the year is no leap year."""
    return months_after(day, years * 12)


def full_years(since: date, day: date) -> int:
    """Whole years from `since` to `day`, as for an age or a length of service; negative when `day` is earlier."""
    years = day.year - since.year
    return years if years_after(since, years) <= day else years - 1
