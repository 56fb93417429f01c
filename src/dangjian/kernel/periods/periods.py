"""The periods by which the office plans, reports and is appraised."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.periods.days import months_after, years_after

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2999, 12, 31)

_KEY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<letter>[HQW])?(?P<number>[0-9]{1,2}))?", re.ASCII)


class PeriodError(ServiceError, ValueError):
    """No such period; the text may be shown to the reader."""


class PeriodKind(StrEnum):
    """How long a period is. `WEEK` is that of ISO 8601 (GB/T 7408): Monday to Sunday, of the year of its Thursday."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"

    @property
    def label(self) -> str:
        """The kind's name in the reader's language, for a choice of periods."""
        return {
            PeriodKind.YEAR: _("Year"),
            PeriodKind.HALF: _("Half-year"),
            PeriodKind.QUARTER: _("Quarter"),
            PeriodKind.MONTH: _("Month"),
            PeriodKind.WEEK: _("Week"),
        }[self]


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_LETTERS = {"H": PeriodKind.HALF, "Q": PeriodKind.QUARTER, "W": PeriodKind.WEEK}
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A year, half-year, quarter, month or week: a value, equal to any other of the same kind and start.

    Make one with `Period.year_of(2017)`, `Period.containing(kind, day)` or `Period.parse("2017-Q3")`. Periods are
    ordered by their first day, the longer one first. Raises `PeriodError` when `starts_on` is not the first day of
    such a period or lies outside the years 1900 to 2999.
    """

    kind: PeriodKind
    starts_on: date

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.starts_on <= LAST_DAY:
            raise PeriodError(_("Periods reach from the year 1900 to the year 2999."))
        if self.starts_on != _first_day(self.kind, self.starts_on):
            raise PeriodError(_("No period of this kind begins on that day."))

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> "Period":
        """The period of `kind` in which `day` lies."""
        return cls(kind, _first_day(kind, day))

    @classmethod
    def year_of(cls, year: int) -> "Period":
        """The calendar year. Raises `PeriodError` outside 1900 to 2999."""
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            raise PeriodError(_("Periods reach from the year 1900 to the year 2999."))
        return cls(PeriodKind.YEAR, date(year, 1, 1))

    @classmethod
    def parse(cls, key: str) -> "Period":
        """The period with this key: `2017`, `2017-H1`, `2017-Q3`, `2017-10` or `2017-W41`. Raises `PeriodError`."""
        match = _KEY.fullmatch(key)
        period = cls._from_match(match) if match else None
        if period is None or period.key != key:
            raise PeriodError(
                _("“{key}” is not a period. Write 2017, 2017-H1, 2017-Q3, 2017-10 or 2017-W41.").format(key=key)
            )
        return period

    @classmethod
    def _from_match(cls, match: re.Match[str]) -> "Period | None":
        year, number = int(match["year"]), int(match["number"] or 1)
        kind = PeriodKind.YEAR if match["number"] is None else _LETTERS.get(match["letter"], PeriodKind.MONTH)
        try:
            if kind is PeriodKind.WEEK:
                return cls(kind, date.fromisocalendar(year, number, 1))
            return cls(kind, date(year, (number - 1) * _MONTHS[kind] + 1, 1))
        except ValueError:
            return None

    @property
    def ends_on(self) -> date:
        """The first day that no longer belongs to it."""
        if self.kind is PeriodKind.WEEK:
            return self.starts_on + _WEEK
        return months_after(self.starts_on, _MONTHS[self.kind])

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.ends_on - _DAY

    @property
    def year(self) -> int:
        """The year it is counted in; for a week the year of its Thursday."""
        return self.starts_on.isocalendar().year if self.kind is PeriodKind.WEEK else self.starts_on.year

    @property
    def number(self) -> int:
        """Its number within the year: 1 to 2, 4, 12, 52 or 53; always 1 for a year."""
        if self.kind is PeriodKind.WEEK:
            return self.starts_on.isocalendar().week
        return (self.starts_on.month - 1) // _MONTHS[self.kind] + 1

    @property
    def key(self) -> str:
        """Its short form for addresses, commands and storage; `Period.parse` reads it back."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year:04}"
            case PeriodKind.HALF:
                return f"{self.year:04}-H{self.number}"
            case PeriodKind.QUARTER:
                return f"{self.year:04}-Q{self.number}"
            case PeriodKind.MONTH:
                return f"{self.year:04}-{self.number:02}"
            case PeriodKind.WEEK:
                return f"{self.year:04}-W{self.number:02}"

    @property
    def name(self) -> str:
        """Its name in the reader's language: 2017 年第三季度."""
        match self.kind:
            case PeriodKind.YEAR:
                text = _("{year}")
            case PeriodKind.HALF:
                text = (_("First half of {year}"), _("Second half of {year}"))[self.number - 1]
            case PeriodKind.QUARTER:
                text = (
                    _("First quarter of {year}"),
                    _("Second quarter of {year}"),
                    _("Third quarter of {year}"),
                    _("Fourth quarter of {year}"),
                )[self.number - 1]
            case PeriodKind.MONTH:
                text = _months()[self.number - 1]
            case PeriodKind.WEEK:
                text = _("Week {number} of {year}")
        return text.format(year=self.year, number=self.number)

    def __str__(self) -> str:
        return self.name

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.starts_on, -self.ends_on.toordinal()) < (other.starts_on, -other.ends_on.toordinal())

    def contains(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.starts_on <= day < self.ends_on

    def next(self) -> "Period":
        """The period of the same kind right after it."""
        return Period(self.kind, self.ends_on)

    def previous(self) -> "Period":
        """The period of the same kind right before it. Raises `PeriodError` before 1900."""
        return Period.containing(self.kind, self.starts_on - _DAY)

    def year_earlier(self) -> "Period":
        """The same period of the year before; for week 53 it is week 52 where that was the last."""
        if self.kind is not PeriodKind.WEEK:
            return Period(self.kind, years_after(self.starts_on, -1))
        last_week = date(self.year - 1, 12, 28).isocalendar().week
        return Period(self.kind, date.fromisocalendar(self.year - 1, min(self.number, last_week), 1))

    def run_of(self, count: int) -> "tuple[Period, ...]":
        """The `count` periods of this kind that end with this one, earliest first, as for a trend."""
        run = [self]
        while len(run) < count:
            run.append(run[-1].previous())
        return tuple(reversed(run[:count]))

    def parts(self, kind: PeriodKind) -> "tuple[Period, ...]":
        """The periods of `kind` it is made of, in order.

        A week belongs to the month, quarter, half or year in which its Thursday lies, so it belongs to exactly one of
        each. Raises `PeriodError` when `kind` is longer than this period.
        """
        if kind not in _SHORTER[self.kind]:
            raise PeriodError(_("A period has no parts that are longer than itself."))
        return tuple(self._each(kind))

    def _each(self, kind: PeriodKind) -> "Iterator[Period]":
        shift = timedelta(days=3) if kind is PeriodKind.WEEK and self.kind is not PeriodKind.WEEK else timedelta()
        part = Period.containing(kind, self.starts_on)
        if part.starts_on + shift < self.starts_on:
            part = part.next()
        while part.starts_on + shift < self.ends_on:
            yield part
            if part.ends_on > LAST_DAY:
                return
            part = part.next()


_KINDS = tuple(PeriodKind)
_SHORTER = {kind: _KINDS[index:] for index, kind in enumerate(_KINDS)}


def _months() -> tuple[str, ...]:
    return (
        _("January {year}"),
        _("February {year}"),
        _("March {year}"),
        _("April {year}"),
        _("May {year}"),
        _("June {year}"),
        _("July {year}"),
        _("August {year}"),
        _("September {year}"),
        _("October {year}"),
        _("November {year}"),
        _("December {year}"),
    )


def _first_day(kind: PeriodKind, day: date) -> date:
    if kind is PeriodKind.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS[kind]
    return date(day.year, (day.month - 1) // months * months + 1, 1)
