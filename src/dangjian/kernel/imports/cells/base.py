"""What every cell parser shares: the value types of a sheet, notes in words, and the cleaned cell."""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CellFault(enum.Enum):
    """A cell that holds no usable value although something stands in it."""

    NO_RESULT = "no-result"
    ERROR = "error"


Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | CellFault | None


class Level(enum.StrEnum):
    """How much a note matters: a repair made, something to look at, or a reason to refuse."""

    REPAIRED = "repaired"
    WARNING = "warning"
    PROBLEM = "problem"


_SENTENCES: dict[str, tuple[Level, Promise | str]] = {}


def sentence(code: str, level: Level, text: Promise | str) -> str:
    """Declare the sentence that a note with this code shows; `{name}` places take the note's words.

    Notes are stored as code and words, so that every reader sees them in their own language.
    """
    _SENTENCES[code] = (level, text)
    return code


@dataclass(frozen=True)
class Note:
    """A remark on one cell: which sentence, and the words that go into it."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return _SENTENCES[self.code][0]

    @property
    def text(self) -> str:
        return str(_SENTENCES[self.code][1]).format_map(_Words(self.words))

    def as_json(self) -> list[Any]:
        return [self.code, dict(self.words)]

    @classmethod
    def from_json(cls, data: list[Any]) -> Note:
        return cls(data[0], data[1])


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Parsed:
    """A cleaned cell: the value (None = nothing usable) and what there is to say about it."""

    value: Any = None
    notes: tuple[Note, ...] = ()

    @property
    def repaired(self) -> bool:
        return any(note.level is Level.REPAIRED for note in self.notes)

    @property
    def problem(self) -> Note | None:
        return next((note for note in self.notes if note.level is Level.PROBLEM), None)

    def adding(self, code: str, /, **words: str) -> Parsed:
        """The same value with one more note."""
        return Parsed(self.value, (*self.notes, Note(code, words)))


Parse = Callable[[Value, dt.date], Parsed]
"""A cell parser: the raw value and today's date in, the cleaned cell out. It never raises."""

REQUIRED = sentence("required", Level.PROBLEM, _("This must be filled in."))
FORMULA = sentence(
    "formula-without-result",
    Level.PROBLEM,
    _("A formula without a stored result. Open the file in the spreadsheet program, save it and upload it again."),
)
CELL_ERROR = sentence("cell-error", Level.PROBLEM, _("The spreadsheet shows an error in this cell."))
TIDIED = sentence("tidied", Level.REPAIRED, _("Written as “{before}”; read as “{after}”."))
TOO_LONG = sentence("too-long", Level.PROBLEM, _("Longer than {limit} characters."))
NOT_YES_NO = sentence("not-yes-no", Level.PROBLEM, _("“{text}” is neither yes nor no."))

_EXACT, _BEYOND_CELLS = 10**15, 10**18
_INFINITIES = (float("inf"), float("-inf"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_QUOTES = "'\"`´‘’“”＇＂"
_BLANKS = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "null", "none", "n/a", "nan", "#n/a"}
)
_LONGEST_BLANK = max(map(len, _BLANKS))
_YES = frozenset(["是", "有", "y", "yes", "t", "true", "1", "√", "✓", "✔", "☑", "对", "○", "●", "◯", "真"])
_NO = frozenset(
    ["否", "无", "没有", "n", "no", "f", "false", "0", "×", "✗", "✘", "x", "不是", "错", "假", "-", "—", "/"]
)


def as_text(value: Value) -> str:
    """The cell as a person reads it: whole numbers without `.0`, dates as year-month-day, faults as nothing.

    A number beyond the 15 digits that a spreadsheet keeps is shown as 3.5E+17, so that noughts are never taken for
    the digits that were lost.
    """
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, CellFault):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _number_text(value: int | float) -> str:
    if isinstance(value, float) or abs(value) < _BEYOND_CELLS:
        if _EXACT <= abs(value) < float("inf"):
            digits, _e, power = f"{float(value):.14E}".partition("E")
            return f"{digits.rstrip('0').rstrip('.')}E{power}"
        if isinstance(value, float) and not value.is_integer():
            return repr(value)
    return str(int(value)) if value not in _INFINITIES else str(value)


def folded(value: Value) -> str:
    """Text with full-width forms made plain, invisible characters gone, and each run of blanks made one space."""
    text = as_text(value)
    return " ".join(text.split()) if text.isascii() and text.isprintable() else _folded(text)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """The same few words fill most cells of a sheet, so remembering them halves the time of an import."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def unquoted(text: str) -> str:
    """Without the apostrophes and quotation marks by which clerks force a cell to be text."""
    return text.strip(_QUOTES + " ")


def is_blank(value: Value) -> bool:
    """Whether the cell says nothing: empty, blanks, or a dash, stroke or “无” in place of an answer."""
    if not isinstance(value, str):
        return value is None
    return not (len(value) > _LONGEST_BLANK and value.isalnum()) and _says_nothing(value)


@lru_cache(maxsize=20_000)
def _says_nothing(text: str) -> bool:
    return unquoted(folded(text)).lower() in _BLANKS


def fault_of(value: Value) -> Parsed | None:
    """The finding for a cell without a usable value, or None."""
    if value is CellFault.NO_RESULT:
        return Parsed(None, (Note(FORMULA),))
    if value is CellFault.ERROR:
        return Parsed(None, (Note(CELL_ERROR),))
    return None


def repaired(value: Any, before: Value, after: str) -> Parsed:
    """The value, with a note when what stood in the cell differs from how it was read."""
    written = as_text(before)
    return Parsed(value) if written == after else Parsed(value, (Note(TIDIED, {"before": written, "after": after}),))


def parse_text(value: Value, today: dt.date, *, max_length: int = 200) -> Parsed:
    """Free text: blanks and full-width forms tidied without remark, refused beyond `max_length`."""
    if (fault := fault_of(value)) is not None:
        return fault
    text = unquoted(folded(value))
    if is_blank(value):
        return Parsed(None)
    if len(text) > max_length:
        return Parsed(None, (Note(TOO_LONG, {"limit": str(max_length)}),))
    return Parsed(text)


def parse_yes_no(value: Value, today: dt.date) -> Parsed:
    """Yes or no in the many marks clerks use (是, 否, √, ×, 1, 0, Y, N …); an empty cell stays undecided."""
    if (fault := fault_of(value)) is not None:
        return fault
    text = unquoted(folded(value)).lower()
    if text == "":
        return Parsed(None)
    if text in _YES:
        return Parsed(True)
    if text in _NO:
        return Parsed(False)
    return Parsed(None, (Note(NOT_YES_NO, {"text": as_text(value)[:40]}),))
