"""Which column is which field: by header, by words like it, by content; and the memory key of a source."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .cells import Value, is_blank
from .targets import FieldSpec

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕|<[^>]*>")
_MARKS = re.compile(r"[\s:：*﹡＊、，,.。·/\\\-—_|“”\"'‘’?？!！#]+")
_EXACT, _JOINED, _CONTENT_ALONE, _ACCEPT = 1.0, 0.95, 0.5, 0.45


@dataclass(frozen=True)
class Header:
    """A column's header: its place (from 0) and its wordings, best first (two header rows give several)."""

    column: int
    wordings: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.wordings[0] if self.wordings else ""


@dataclass(frozen=True)
class Match:
    """What a column was taken for: the field's key ("" = not used), how sure (0 to 1), and by what."""

    column: int
    header: str
    key: str
    confidence: float
    why: str


@lru_cache(maxsize=20_000)
def normalised(header: str) -> str:
    """A header without width, case, blanks, line breaks, marks, and bracketed remarks (unless nothing else is left)."""
    text = unicodedata.normalize("NFKC", header).lower()
    plain = _MARKS.sub("", _BRACKETS.sub("", text))
    return plain or _MARKS.sub("", text).strip("()[]【】")


def signature(headers: Iterable[Header]) -> str:
    """The key under which a mapping is remembered: the set of normalised headers, whatever their order."""
    words = sorted({normalised(header.text) for header in headers if header.text})
    return hashlib.sha256("|".join(words).encode()).hexdigest()


def likeness(header: str, spec: FieldSpec) -> float:
    """How well one wording names a field: 1 for its own name or a synonym, less for words like it."""
    word = normalised(header)
    if not word:
        return 0.0
    best = 0.0
    for name in _names(spec):
        if word == name:
            return _EXACT
        if len(name) >= 2 and len(word) >= 2 and (name in word or word in name):
            shorter, longer = sorted((len(name), len(word)))
            best = max(best, 0.5 + 0.4 * shorter / longer)
        elif min(len(name), len(word)) >= 3:
            ratio = difflib.SequenceMatcher(None, word, name).ratio()
            best = max(best, ratio * 0.85 if ratio >= 0.7 else 0.0)
    return best


def _names(spec: FieldSpec) -> tuple[str, ...]:
    return tuple(normalised(name) for name in (str(spec.label), spec.key, *spec.synonyms))


def words_of(specs: Sequence[FieldSpec]) -> frozenset[str]:
    """All names and synonyms of fields, as they are compared."""
    return frozenset(name for spec in specs for name in _names(spec)) - {""}


def knows(wordings: Sequence[str], words: frozenset[str]) -> bool:
    """Whether any field carries exactly one of these wordings."""
    return any(normalised(wording) in words for wording in wordings)


def recognise(
    headers: Sequence[Header], samples: Mapping[int, Sequence[Value]], specs: Sequence[FieldSpec]
) -> list[Match]:
    """The most probable field of every column; a field is given to one column at most.

    Args:
        headers: the columns.
        samples: for each column some values below the header.
        specs: the target's fields.
    """
    scored = []
    for position, header in enumerate(headers):
        for order, spec in enumerate(specs):
            score, why = _score(header, samples.get(header.column, ()), spec)
            if score >= _ACCEPT:
                scored.append((-score, position, order, why))
    taken: dict[int, tuple[str, float, str]] = {}
    given: set[str] = set()
    for negative, position, order, why in sorted(scored):
        key = specs[order].key
        if position not in taken and key not in given:
            taken[position] = (key, -negative, why)
            given.add(key)
    return [Match(h.column, h.text, *taken.get(i, ("", 0.0, ""))) for i, h in enumerate(headers)]


def remembered(headers: Sequence[Header], memory: Mapping[str, str], specs: Sequence[FieldSpec]) -> list[Match]:
    """The columns as they were corrected last time, by header and not by place."""
    keys = {spec.key for spec in specs}
    used: set[str] = set()
    matches = []
    for header in headers:
        key = memory.get(normalised(header.text), "")
        key = key if key in keys and key not in used else ""
        used.add(key)
        matches.append(Match(header.column, header.text, key, 1.0 if key else 0.0, "remembered" if key else ""))
    return matches


def _score(header: Header, values: Sequence[Value], spec: FieldSpec) -> tuple[float, str]:
    by_name = 0.0
    for index, wording in enumerate(header.wordings):
        by_name = max(by_name, likeness(wording, spec) * (_EXACT if index == 0 else _JOINED))
    filled = [value for value in values if not is_blank(value)]
    if spec.looks_like is None or not filled:
        return by_name, "name" if by_name >= 0.9 else "similar"
    share = sum(map(spec.looks_like, filled)) / len(filled)
    if share >= 0.6:
        if by_name:
            return min(1.0, by_name + 0.1 * share), "name" if by_name >= 0.9 else "similar"
        return _CONTENT_ALONE * share, "content"
    return by_name * (0.6 if share < 0.2 else 0.9), "similar"
