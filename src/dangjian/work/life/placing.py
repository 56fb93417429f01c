"""On which day of its period a meeting is planned: the branch's usual weekday, off rest days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dangjian.kernel.periods import SEED, Period, PeriodKind, WorkCalendar

from .enums import MeetingKind

WEDNESDAY = 2
"""The weekday of a branch that has held nothing yet."""
USUAL_WEEK = 3
WEEKS = {MeetingKind.COMMITTEE.value: 1, MeetingKind.GROUP.value: 2}
"""In which week of a month a kind is planned, where that is not the third: a committee prepares the month."""
MONTHS_IN = {PeriodKind.MONTH: 0, PeriodKind.QUARTER: 1, PeriodKind.HALF: 3, PeriodKind.YEAR: 11}
"""In which month of its period, from 0: quarterly ones in the middle, yearly ones (organisational life) at the end."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting that is owed, with the day on which it is planned."""

    kind: str
    period: Period
    on: date


def usual_weekday(days: Iterable[date]) -> int:
    """The weekday (0 for Monday) on which most of these meetings were held; of equals the one held last.

    Args:
        days: latest first.
    """
    counted = Counter(day.weekday() for day in days)
    return counted.most_common(1)[0][0] if counted else WEDNESDAY


def day_for(kind: str, period: Period, weekday: int, calendar: WorkCalendar = SEED) -> date:
    """The day on which a kind of meeting is planned in a period: worked, where the period has a day that is."""
    month = period.parts(PeriodKind.MONTH)[MONTHS_IN[period.kind]] if period.kind in MONTHS_IN else period
    first = month.starts_on + timedelta(days=(weekday - month.starts_on.weekday()) % 7)
    wanted = first if month is period and period.kind is PeriodKind.WEEK else first + timedelta(weeks=_week(kind))
    return nearest_working_day(wanted, period, calendar)


def _week(kind: str) -> int:
    return WEEKS.get(kind, USUAL_WEEK) - 1


def nearest_working_day(day: date, period: Period, calendar: WorkCalendar = SEED) -> date:
    """The worked day of the period nearest to a day, the later of two; the day itself where none is worked."""
    length = (period.ends_on - period.starts_on).days
    for away in range(length + 1):
        for found in (day + away * DAY, day - away * DAY):
            if period.contains(found) and calendar.of(found).working:
                return found
    return day


def placed(
    owed: Iterable[tuple[str, Period]], weekday: int, *, combine: bool = True, calendar: WorkCalendar = SEED
) -> list[Placed]:
    """Every owed meeting once, on its day.

    Args:
        owed: kinds with the period for which each is wanted.
        weekday: 0 for Monday.
        combine: whether what falls in one week is planned for one day, so that one session may count as several.
    """
    found = [Placed(kind, period, day_for(kind, period, weekday, calendar)) for kind, period in dict.fromkeys(owed)]
    return sorted(_combined(found) if combine else found, key=lambda one: (one.on, one.kind))


def _combined(found: Sequence[Placed]) -> list[Placed]:
    weeks: dict[date, list[Placed]] = defaultdict(list)
    for one in found:
        weeks[one.on - one.on.weekday() * DAY].append(one)
    together = []
    for week in weeks.values():
        day = Counter(one.on for one in week).most_common(1)[0][0]
        together += [replace(one, on=day) if one.period.contains(day) else one for one in week]
    return together
