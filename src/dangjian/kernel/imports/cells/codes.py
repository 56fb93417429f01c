"""Values of a code set (sex, ethnic group, education …) in full, short or numbered form."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .base import Level, Note, Parsed, Value, as_text, fault_of, folded, is_blank, repaired, sentence, unquoted

NOT_IN_CODES = sentence("not-in-codes", Level.PROBLEM, _("“{text}” is not in the list “{codes}”."))
PERHAPS = sentence("perhaps", Level.PROBLEM, _("“{text}” is not in the list “{codes}”. Perhaps {near}?"))

_BRACKETS = re.compile(r"\([^)]*\)")


class CodeSet:
    """A closed list of values: codes with labels, and the other words clerks use for them.

    Args:
        name: what the list is called, for messages.
        entries: code to label, such as ``{"01": "汉族"}``.
        aliases: other words to code, such as ``{"大专": "30"}``.
        suffixes: endings that clerks drop, such as ``("族",)``.
    """

    def __init__(
        self,
        name: str | Promise,
        entries: Mapping[str, str],
        aliases: Mapping[str, str] | None = None,
        suffixes: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.entries = dict(entries)
        self._by_word: dict[str, str] = {}
        for word, code in (aliases or {}).items():
            self._by_word.setdefault(_word(word), code)
        for code, label in self.entries.items():
            self._by_word[_word(label)] = code
            for suffix in suffixes:
                if label.endswith(suffix) and len(label) > len(suffix):
                    self._by_word.setdefault(_word(label.removesuffix(suffix)), code)
        for code in self.entries:
            self._by_word.setdefault(_word(code), code)
            self._by_word.setdefault(_word(code).lstrip("0") or "0", code)

    def find(self, text: str) -> str | None:
        """The code for a written value, or None."""
        word = _word(text)
        found = self._by_word.get(word) or self._by_word.get(_BRACKETS.sub("", word))
        if found is None and (match := re.fullmatch(r"(\d+)[\-.:、 ]*(\D+)", word, re.ASCII)):
            found = self._by_word.get(match[2])
        return found

    def near(self, text: str) -> list[str]:
        """Labels that resemble a written value, best first."""
        close = difflib.get_close_matches(_word(text)[:40], self._by_word, n=3, cutoff=0.5)
        return list(dict.fromkeys(self.entries[self._by_word[word]] for word in close))

    def parse(self, value: Value, today: dt.date) -> Parsed:
        """A cell parser for this code set; the value is the code."""
        if (fault := fault_of(value)) is not None:
            return fault
        if is_blank(value) and self.find(as_text(value)) is None:
            return Parsed(None)
        text = unquoted(folded(value))
        code = self.find(text)
        if code is not None:
            label = self.entries[code]
            return Parsed(code) if text == code else repaired(code, text, label)
        words = {"text": text[:40], "codes": str(self.name)}
        near = self.near(text)
        if near:
            return Parsed(None, (Note(PERHAPS, words | {"near": "、".join(near)}),))
        return Parsed(None, (Note(NOT_IN_CODES, words),))


def _word(text: str) -> str:
    return "".join(unquoted(folded(text)).lower().split())
