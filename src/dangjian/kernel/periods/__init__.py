"""Time as the office counts it: periods with names, intervals, anniversaries and working days."""

from dangjian.kernel.periods.days import full_years, months_after, years_after
from dangjian.kernel.periods.intervals import Dated, Interval, in_force_on, overlapping
from dangjian.kernel.periods.periods import Period, PeriodError, PeriodKind
from dangjian.kernel.periods.workdays import (
    SEED,
    Reckoned,
    SeededCalendar,
    WorkCalendar,
    WorkDay,
    add_working_days,
    on_or_after_working_day,
    working_days_between,
)

__all__ = [
    "SEED",
    "Dated",
    "Interval",
    "Period",
    "PeriodError",
    "PeriodKind",
    "Reckoned",
    "SeededCalendar",
    "WorkCalendar",
    "WorkDay",
    "add_working_days",
    "full_years",
    "in_force_on",
    "months_after",
    "on_or_after_working_day",
    "overlapping",
    "working_days_between",
    "years_after",
]
