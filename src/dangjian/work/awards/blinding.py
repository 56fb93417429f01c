"""Names taken out of a text: of organisations and units, of people, and numbers by which they are found.

A name is found however it is written: in full-width letters, with blanks or invisible characters between, in capitals.
Longer names go first. What was found is shown to the author, who confirms; nothing is taken on trust.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Hidden(StrEnum):
    """What kind of name it is."""

    ORGANISATION = "organisation"
    PERSON = "person"
    NUMBER = "number"


@dataclass(frozen=True)
class Name:
    """A name that must not be read, and what it names."""

    text: str
    kind: Hidden


@dataclass(frozen=True)
class Redaction:
    """A text without the names, and the names that were found in it, as they are known, each once."""

    text: str
    found: tuple[Name, ...]


SHORTEST = 2
_PREFIXES = re.compile(r"^(?:中国共产党|中共)")
_OF_PLACE = re.compile(r"^.{2,6}?[市县区](?=.{3,})")
_ENDINGS = re.compile(
    r"(?:直属)?(?:机关)?(?:党委|党总支|总支|党组|党支部|第?[一二三四五六七八九十\d]*(?:党?支部)|委员会|总支部委员会"
    r"|(?:第?[一二三四五六七八九十\d]*)支部委员会|机关委员会)$"
)
_NUMBERS = re.compile(
    r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])0[0-9]{2,3}[-) ][0-9]{7,8}(?![0-9])"
    r"|(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.ASCII,
)


def variants(name: str) -> tuple[str, ...]:
    """How an organisation or unit is called besides its full name: without “中共”, its place, and its kind of body."""
    found = [name.strip()]
    for shorten in (_PREFIXES, _OF_PLACE, _ENDINGS):
        for one in tuple(found):
            shorter = shorten.sub("", one)
            if len(shorter) > SHORTEST and shorter not in found:
                found.append(shorter)
    return tuple(one for one in found if len(one) >= SHORTEST)


def redacted(text: str, names: Iterable[Name]) -> Redaction:
    """The text with every name and number replaced by a word in brackets that says what stood there."""
    folded, places = _folded(text)
    known = {_folded(name.text)[0]: name for name in names}
    known.pop("", None)
    spans = _spans_of(folded, known, places) + _spans_of_numbers(text)
    parts: list[str] = []
    found: dict[Name, None] = {}
    at = 0
    for start, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        found[name] = None
        if start >= at:
            parts += [text[at:start], placeholder(name.kind)]
        at = max(at, end)
    return Redaction("".join([*parts, text[at:]]), tuple(found))


def names_in(text: str, names: Iterable[Name]) -> tuple[Name, ...]:
    """The names and numbers that can still be read in a text."""
    return redacted(text, names).found


def placeholder(kind: Hidden) -> str:
    """What stands in the place of a name."""
    words = {
        Hidden.ORGANISATION: _("〔organisation〕"),
        Hidden.PERSON: _("〔person〕"),
        Hidden.NUMBER: _("〔number〕"),
    }
    return words[kind]


def _spans_of(folded: str, known: dict[str, Name], places: Sequence[int]) -> list[tuple[int, int, Name]]:
    long_enough = sorted((one for one in known if len(one) >= SHORTEST), key=lambda one: (-len(one), one))
    if not long_enough:
        return []
    # Looking ahead finds names that overlap; of those that begin at one place the longest.
    pattern = re.compile(f"(?=({'|'.join(map(re.escape, long_enough))}))")
    return [
        (places[match.start(1)], places[match.end(1) - 1] + 1, known[match[1]]) for match in pattern.finditer(folded)
    ]


def _spans_of_numbers(text: str) -> list[tuple[int, int, Name]]:
    # Full-width digits have one character each; what nobody sees between digits parts no number.
    places = [place for place, char in enumerate(text) if unicodedata.category(char) != "Cf"]
    plain = "".join(
        one if len(one := unicodedata.normalize("NFKC", text[place])) == 1 else text[place] for place in places
    )
    return [
        (places[match.start()], places[match.end() - 1] + 1, Name(match[0], Hidden.NUMBER))
        for match in _NUMBERS.finditer(plain)
    ]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as names are compared, and for each of its characters the place in the text it comes from."""
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).casefold():
            if not one.isspace() and unicodedata.category(one) not in ("Cf", "Cc", "Mn"):
                characters.append(one)
                places.append(place)
    return "".join(characters), places
