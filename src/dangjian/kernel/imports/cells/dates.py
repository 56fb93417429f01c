"""Dates as clerks write them: 1985.07, 85年7月, 1985/7/1, 19850701, Excel serial numbers, Chinese numerals."""

from __future__ import annotations

import datetime as dt
import math
import re

from django.utils.translation import gettext_lazy as _

from .base import Level, Note, Parsed, Value, as_text, fault_of, folded, is_blank, sentence, unquoted

NOT_A_DATE = sentence("not-a-date", Level.PROBLEM, _("“{text}” is not a date. Write it like 1985-07-01 or 1985.07."))
NO_SUCH_DAY = sentence("no-such-day", Level.PROBLEM, _("“{text}”: there is no such day in the calendar."))
YEAR_ONLY = sentence("year-only", Level.PROBLEM, _("“{text}” names only the year; the month is missing."))
IN_FUTURE = sentence("in-future", Level.PROBLEM, _("{date} lies in the future."))
TOO_EARLY = sentence("too-early", Level.PROBLEM, _("{date} lies too far back."))
OCTOBER = sentence(
    "january-or-october",
    Level.PROBLEM,
    _("“{text}” is stored as a number: spreadsheets drop the last nought, so this may be January or October."),
)
DAY_OR_MONTH = sentence(
    "day-or-month", Level.PROBLEM, _("“{text}”: which number is the month? Write the year first, like 1985-07-01.")
)
FIRST_OF_MONTH = sentence("first-of-month", Level.REPAIRED, _("“{text}” names no day; read as {date}."))
READ_DATE = sentence("read-date", Level.REPAIRED, _("“{text}” read as {date}."))
CENTURY = sentence(
    "century",
    Level.REPAIRED,
    _("“{text}” has a two-digit year; read as {date}, the last such year that is not in the future."),
)
SERIAL = sentence("serial", Level.REPAIRED, _("“{text}” is a spreadsheet day number; read as {date}."))

EARLIEST = dt.date(1900, 1, 1)
_SERIAL_ZERO = dt.date(1899, 12, 30)
_SEP = r"[年./\-,]"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}}){_SEP}(\d{{1,2}})[月./\-,](\d{{1,2}})[日号]?", re.ASCII)
_MONTH = re.compile(rf"(\d{{4}}|\d{{2}}){_SEP}(\d{{1,2}})月?份?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})", re.ASCII)
_TIME = re.compile(r"(?<=[\d日号])[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_NUMBER = re.compile(r"\d+(\.0+)?", re.ASCII)
_MARKS = str.maketrans(
    {"。": ".", "、": ".", "，": ",", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "~": "-", "·": ".", "_": "-"}
)
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "O": "0", "两": "2"}
_CHINESE = re.compile(
    "^([零〇○一二三四五六七八九]{2}|[零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:份|([一二三四五六七八九十]{1,3})[日号])?$"
)


def parse_date(value: Value, today: dt.date, *, earliest: dt.date = EARLIEST, future: bool = False) -> Parsed:
    """A calendar day from any of the writing styles of real sheets.

    A month without a day becomes its first day, with a note. A two-digit year is the last such year that does not lie
    after `today`. Days before `earliest`, and after `today` unless `future`, are refused.
    """
    if (fault := fault_of(value)) is not None:
        return fault
    if isinstance(value, bool | dt.time | dt.timedelta):
        return _problem(NOT_A_DATE, value)
    if isinstance(value, dt.datetime | dt.date):
        found = Parsed(value.date() if isinstance(value, dt.datetime) else value)
    elif is_blank(value):
        return Parsed(None)
    elif isinstance(value, int | float):
        found = _from_number(value, today)
    else:
        found = _from_text(str(value), today)
    return _within(found, today, earliest, future)


def _within(found: Parsed, today: dt.date, earliest: dt.date, future: bool) -> Parsed:
    if found.value is None:
        return found
    if found.value > today and not future:
        return Parsed(None, (Note(IN_FUTURE, {"date": found.value.isoformat()}),))
    if found.value < earliest:
        return Parsed(None, (Note(TOO_EARLY, {"date": found.value.isoformat()}),))
    return found


def _from_number(value: int | float, today: dt.date) -> Parsed:
    if not (math.isfinite(value) and 0 < value < 1e9):
        return _problem(NOT_A_DATE, value)
    if float(value).is_integer():
        return _from_digits(str(int(value)), as_text(value), today)
    if 10000 <= value < 100000:
        return _from_digits(str(int(value)), as_text(value), today)
    year, _dot, fraction = f"{value:.6f}".rstrip("0").partition(".")
    if len(year) == 4 and fraction == "1":
        return _problem(OCTOBER, value)
    if len(year) == 4 and len(fraction) in (1, 2, 4):
        month, day = (fraction[:2], fraction[2:]) if len(fraction) == 4 else (fraction, "")
        return _build(year, month, day, as_text(value), today)
    return _problem(NOT_A_DATE, value)


def _from_text(value: str, today: dt.date) -> Parsed:
    text = _TIME.sub("", unquoted(folded(value)))
    text = _arabic("".join(text.split()).translate(_MARKS)).rstrip(".,-/")
    if _NUMBER.fullmatch(text):
        return _from_digits(text.partition(".")[0], value, today)
    if match := _FULL.fullmatch(text):
        return _build(match[1], match[2], match[3], value, today)
    if match := _MONTH.fullmatch(text):
        year, month = match.groups()
        if len(year) == 2 and "年" not in text and int(year) <= 12:
            return _problem(DAY_OR_MONTH, value)
        return _build(year, month, "", value, today)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match[1], match[2], match[3], value, today)
    return _problem(YEAR_ONLY if re.fullmatch(r"\d{4}年", text, re.ASCII) else NOT_A_DATE, value)


def _year_last(first: str, second: str, year: str, value: str, today: dt.date) -> Parsed:
    """7/23/1985 and 23/7/1985 are clear, 7/1/1985 is not: half of all programs mean July, half January."""
    if int(first) > 12 >= int(second):
        return _build(year, second, first, value, today)
    if int(second) > 12 >= int(first) or first == second:
        return _build(year, first, second, value, today)
    return _problem(DAY_OR_MONTH, value)


def _from_digits(digits: str, value: Value, today: dt.date) -> Parsed:
    if len(digits) == 8:
        return _build(digits[:4], digits[4:6], digits[6:], value, today)
    if len(digits) == 6:
        if 1900 <= int(digits[:4]) <= today.year + 1 and 1 <= int(digits[4:]) <= 12:
            return _build(digits[:4], digits[4:], "", value, today)
        return _build(digits[:2], digits[2:4], digits[4:], value, today)
    if len(digits) == 5:
        day = _SERIAL_ZERO + dt.timedelta(days=int(digits))
        return Parsed(day, (Note(SERIAL, {"text": as_text(value), "date": day.isoformat()}),))
    if len(digits) == 4 and 1900 <= int(digits) <= today.year:
        return _problem(YEAR_ONLY, value)
    return _problem(NOT_A_DATE, value)


def _build(year: str, month: str, day: str | None, value: Value, today: dt.date) -> Parsed:
    number = int(year)
    if len(year) == 2:
        number += today.year // 100 * 100
        if number > today.year:
            number -= 100
    try:
        found = dt.date(number, int(month), int(day) if day else 1)
    except ValueError:
        return _problem(NO_SUCH_DAY, value)
    words = {"text": as_text(value), "date": found.isoformat()}
    notes = []
    if len(year) == 2:
        notes.append(Note(CENTURY, words))
    if not day:
        notes.append(Note(FIRST_OF_MONTH, words))
    if not notes and as_text(value) != found.isoformat():
        notes.append(Note(READ_DATE, words))
    return Parsed(found, tuple(notes))


def _arabic(text: str) -> str:
    """一九八五年七月一日 as 1985年7月1日; anything else unchanged."""
    match = _CHINESE.match(text)
    if match is None:
        return text
    year = "".join(_DIGITS[c] for c in match[1])
    return f"{year}年{_count(match[2])}月" + (f"{_count(match[3])}日" if match[3] else "")


def _count(text: str) -> int:
    tens, found, ones = text.partition("十")
    if not found:
        return int("".join(_DIGITS[c] for c in text))
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))


def _problem(code: str, value: Value) -> Parsed:
    return Parsed(None, (Note(code, {"text": as_text(value)[:40]}),))
