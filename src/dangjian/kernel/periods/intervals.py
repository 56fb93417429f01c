"""Stretches of time that may still be open, and the two conditions every dated row is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from dangjian.kernel.periods.periods import PeriodError


class Dated(Protocol):
    """Whatever begins on a day and ends before another, or has not ended: an interval, a period, a dated row."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Interval:
    """From `starts_on` up to but without `ends_on`; without an end it lasts. With both equal it holds no day.

    Raises `PeriodError` when the end lies before the start.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise PeriodError(_("The end lies before the start."))

    def contains(self, day: date) -> bool:
        """Whether `day` lies in it; the day it ends on does not."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: Dated) -> bool:
        """Whether at least one day lies in both."""
        starts_on = max(self.starts_on, other.starts_on)
        ends = [end for end in (self.ends_on, other.ends_on) if end is not None]
        return not ends or starts_on < min(ends)


def in_force_on(day: date, prefix: str = "") -> Q:
    """Condition for rows with `starts_on` and `ends_on` that are in force on `day`.

    `prefix` is the way to the dated row, such as `"post__"`.
    """
    return Q(**{f"{prefix}starts_on__lte": day}) & _ends_after(day, prefix)


def overlapping(span: Dated, prefix: str = "") -> Q:
    """Condition for rows with `starts_on` and `ends_on` that are in force on at least one day of `span`."""
    condition = _ends_after(span.starts_on, prefix)
    if span.ends_on is not None:
        condition &= Q(**{f"{prefix}starts_on__lt": span.ends_on})
    return condition


def _ends_after(day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
