"""Names and telephone numbers of people, and cells that hold several people."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from .base import Level, Note, Parsed, Value, as_text, fault_of, folded, is_blank, repaired, sentence, unquoted

SEVERAL_PEOPLE = sentence(
    "several-people", Level.PROBLEM, _("Several people in one cell ({names}). Give each person a row of their own.")
)
ODD_NAME = sentence("odd-name", Level.WARNING, _("“{text}” is unusual for a name; please look at it."))
NAME_TOO_LONG = sentence("name-too-long", Level.PROBLEM, _("“{text}” is too long for a name."))
NOT_PHONE = sentence("not-phone", Level.PROBLEM, _("“{text}” is not a telephone number."))
NO_AREA_CODE = sentence("no-area-code", Level.WARNING, _("A landline without its area code."))
MORE_PHONES = sentence(
    "more-phones", Level.WARNING, _("Several numbers in one cell: {first} is kept, {rest} is left out.")
)
PHONE_LOST = sentence(
    "phone-lost", Level.PROBLEM, _("The spreadsheet stored this number as {text}; type it again as text.")
)

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_CJK = re.compile(f"(?<=[{_CJK}·]) +(?=[{_CJK}·])")
_DOTS = re.compile("[·•・‧∙●⋅᛫.。﹒．]")
_NAME_SPLIT = re.compile(r"[、,，;；/\n\r|]+")
_CHINESE_NAME = re.compile(f"[{_CJK}]{{2,6}}|[{_CJK}]+(·[{_CJK}]+)+")
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]{2,6}")
_LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'\- ]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3})[- ]?(\d{7,8})(?:(?:-|转|ext\.?)(\d{1,6}))?", re.ASCII)
_LOCAL = re.compile(r"\d{7,8}", re.ASCII)
_PHONE_SPLIT = re.compile(r"[、,，;；/\n\r|]+")
_ANY_CJK = re.compile(f"[{_CJK}]")
_AROUND_DOT = re.compile(r" *· *")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{1,2}", re.ASCII)
_BRACKETS, _COUNTRY, _DASHES = re.compile(r"[()\s]"), re.compile(r"^(\+|00)86-?"), re.compile(r"-{2,}")
NAME_LIMIT = 60


def split_people(value: Value) -> list[str]:
    """The names in one cell: “张三、李四” is two people, “张 三” and “买买提·吐尔逊” are one."""
    text = _NAME_SPLIT.sub("\n", as_text(value))
    return [name for part in text.split("\n") if (name := _tidy_name(part))]


def _tidy_name(text: str) -> str:
    plain = unquoted(folded(text))
    plain = _DOTS.sub("·", plain) if _ANY_CJK.search(plain) else plain
    plain = _AROUND_DOT.sub("·", plain).strip("· ")
    return _BETWEEN_CJK.sub("", plain)


def parse_name(value: Value, today: dt.date) -> Parsed:
    """A person's name: no blanks inside Chinese names, “·” as the dot of minority names, full-width made plain."""
    if isinstance(value, str) and _PLAIN_NAME.fullmatch(value) and not is_blank(value):
        return Parsed(value)
    if (fault := fault_of(value)) is not None:
        return fault
    if is_blank(value):
        return Parsed(None)
    people = split_people(value)
    if not people:
        return Parsed(None, (Note(ODD_NAME, {"text": as_text(value)[:40]}), Note("required")))
    if len(people) > 1:
        return Parsed(None, (Note(SEVERAL_PEOPLE, {"names": "、".join(people)[:80]}),))
    name = people[0]
    if len(name) > NAME_LIMIT:
        return Parsed(None, (Note(NAME_TOO_LONG, {"text": name[:40]}),))
    found = repaired(name, value, name)
    if not (_CHINESE_NAME.fullmatch(name) or _LATIN_NAME.fullmatch(name)):
        found = found.adding(ODD_NAME, text=name[:40])
    return found


def parse_phone(value: Value, today: dt.date) -> Parsed:
    """A mobile number as 11 digits, or a landline as area code, dash and number (and extension)."""
    if isinstance(value, str) and _MOBILE.fullmatch(value):
        return Parsed(value)
    if (fault := fault_of(value)) is not None:
        return fault
    if is_blank(value):
        return Parsed(None)
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        return Parsed(None, (Note(NOT_PHONE, {"text": as_text(value)[:40]}),))
    text = unquoted(folded(value))
    if _SCIENTIFIC.fullmatch(text):
        return Parsed(None, (Note(PHONE_LOST, {"text": text}),))
    parts = [part for part in _PHONE_SPLIT.split(unquoted(folded(as_text(value).replace("\n", "/")))) if part.strip()]
    numbers = [number for part in parts for number in _numbers_in(part)]
    if not numbers:
        return Parsed(None, (Note(NOT_PHONE, {"text": text[:40]}),))
    first, warned = numbers[0], ()
    found = repaired(first, value, first) if len(numbers) == 1 else Parsed(first, warned)
    if _LOCAL.fullmatch(first):
        found = found.adding(NO_AREA_CODE)
    if len(numbers) > 1:
        found = found.adding(MORE_PHONES, first=first, rest="、".join(numbers[1:])[:80])
    return found


def _numbers_in(part: str) -> list[str]:
    """The numbers in a piece without separators; a blank either groups the digits of one number or parts two."""
    whole = _one_number(part)
    if whole:
        return [whole]
    pieces = [_one_number(piece) for piece in part.split()]
    return pieces if len(pieces) > 1 and all(pieces) else []


def _one_number(part: str) -> str:
    text = _COUNTRY.sub("", _BRACKETS.sub("", part.replace(")", "-")).strip("-"))
    if _MOBILE.fullmatch(digits := text.replace("-", "")):
        return digits
    text = _DASHES.sub("-", text)
    if match := _LANDLINE.fullmatch(text):
        return f"{match[1]}-{match[2]}" + (f"-{match[3]}" if match[3] else "")
    if _LOCAL.fullmatch(digits):
        return digits
    return ""
