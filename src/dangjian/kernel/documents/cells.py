"""Tables as they are handed to a document: columns, and values brought to what a cell can hold."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Cell = str | int | float | Decimal | date | datetime | bool | None


class CellKind(StrEnum):
    """How a column is set; the value itself decides whether a cell holds a number, a day or text."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters of Latin type and its kind."""

    label: str | Promise
    width: float = 14
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a name, its columns and its rows, which may come from a generator and are read once."""

    name: str | Promise
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without control characters and halves of characters, which no file format takes; line breaks stay."""
    return _UNPRINTABLE.sub("", text)


def shown(value: Any, kind: CellKind = CellKind.TEXT) -> str:
    """A value as it is printed: days as 2017-10-01, yes and no in words, nothing for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return local(value).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case float() | Decimal() if kind is CellKind.PERCENT:
            return f"{value * 100:.1f}%"
        case _:
            return str(value)


def local(moment: datetime) -> datetime:
    """The moment as the clock on the wall showed it, without a zone."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment
