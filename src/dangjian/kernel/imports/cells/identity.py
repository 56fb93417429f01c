"""Citizen identity numbers by GB 11643-1999; every doubt about a complete number warns, it does not block.

The personnel file may differ from the card (form instructions of the 2017 collection), so the check digit, the birth
date and the sex are compared and shown, never forced. Only a number that has lost digits is refused.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.identifiers import check_character

from .base import Level, Note, Parsed, Value, as_text, fault_of, folded, is_blank, repaired, sentence, unquoted

DIGITS_LOST = sentence(
    "digits-lost",
    Level.PROBLEM,
    _("The spreadsheet stored this as {text} and lost the last digits. Type it again in a cell formatted as text."),
)
WRONG_LENGTH = sentence("identity-length", Level.PROBLEM, _("An identity number has 18 characters; this has {count}."))
NOT_IDENTITY = sentence(
    "not-identity", Level.PROBLEM, _("This is not an identity number: only digits and a last X are possible.")
)
CHECK_DIGIT = sentence(
    "check-digit", Level.WARNING, _("The check digit does not fit: one character is probably mistyped.")
)
IMPOSSIBLE_BIRTH = sentence(
    "identity-birth", Level.WARNING, _("The birth date inside the number is not a possible day.")
)
OLD_NUMBER = sentence("old-identity", Level.WARNING, _("This is an old number of 15 digits; the present one has 18."))
ENDS_IN_NOUGHTS = sentence(
    "identity-noughts", Level.WARNING, _("The number ends in 000: the spreadsheet may have lost its last digits.")
)

_JUNK = re.compile(r"[\s'\"`´‘’“”\-_.,，。·]")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,2}", re.ASCII)
_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_FIFTEEN = re.compile(r"\d{15}", re.ASCII)
_EXACT = 10**15


@lru_cache(maxsize=4096)
def birth_date(number: str) -> dt.date | None:
    """The birth date written inside a number of 18 or 15 characters; None when it is no possible day."""
    if _EIGHTEEN.fullmatch(number):
        digits = number[6:14]
    elif _FIFTEEN.fullmatch(number):
        digits = "19" + number[6:12]
    else:
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex(number: str) -> str:
    """The sex inside the number as a code of GB/T 2261.1: 1 male, 2 female; empty for anything else."""
    if _EIGHTEEN.fullmatch(number):
        return "1" if int(number[16]) % 2 else "2"
    if _FIFTEEN.fullmatch(number):
        return "1" if int(number[14]) % 2 else "2"
    return ""


def parse_identity(value: Value, today: dt.date) -> Parsed:
    """An identity number, freed of apostrophes, blanks and full-width forms, with a final X in capitals."""
    if isinstance(value, str) and _EIGHTEEN.fullmatch(value):
        return _checked(value, value, today)
    if (fault := fault_of(value)) is not None:
        return fault
    if is_blank(value):
        return Parsed(None)
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        return Parsed(None, (Note(NOT_IDENTITY),))
    if isinstance(value, int | float):
        return _from_number(value, today)
    text = unquoted(folded(value)).upper().replace("×", "X").replace("Х", "X")
    if _SCIENTIFIC.fullmatch(text):
        return Parsed(None, (Note(DIGITS_LOST, {"text": text}),))
    return _checked(_JUNK.sub("", text), value, today)


def _from_number(value: int | float, today: dt.date) -> Parsed:
    """A number cell holds 15 exact digits at most, so an 18-digit number in one has always lost its end."""
    if math.isnan(value) or abs(value) >= _EXACT:
        return Parsed(None, (Note(DIGITS_LOST, {"text": f"{float(value):.2E}"}),))
    return _checked(as_text(value), value, today)


def _checked(number: str, value: Value, today: dt.date) -> Parsed:
    if _FIFTEEN.fullmatch(number):
        return repaired(number, value, number).adding(OLD_NUMBER)
    if not _EIGHTEEN.fullmatch(number):
        if re.fullmatch(r"\d*X?", number, re.ASCII):
            return Parsed(None, (Note(WRONG_LENGTH, {"count": str(len(number))}),))
        return Parsed(None, (Note(NOT_IDENTITY),))
    found = repaired(number, value, number)
    born = birth_date(number)
    if born is None or not dt.date(1900, 1, 1) <= born <= today:
        found = found.adding(IMPOSSIBLE_BIRTH)
    if check_character(number[:17]) != number[17]:
        found = found.adding(ENDS_IN_NOUGHTS if number.endswith("000") else CHECK_DIGIT)
    return found


def looks_like_identity(value: Value) -> bool:
    """Whether the cell could be an identity number, damaged or not; used to recognise a column by its content."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 1e17 <= value < 1e18
    text = _JUNK.sub("", folded(value)).upper()
    return bool(_EIGHTEEN.fullmatch(text) or (_FIFTEEN.fullmatch(text) and birth_date(text)))
