"""What the references of a text ask for: values where they can be answered, problems with near matches where not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from dangjian.kernel.figures.compute import Value, compute_all, table_by_child
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.periods import Period, PeriodError
from dangjian.kernel.tree.models import Organisation

from .markup import Block, FigureTable, Reference, references

MOST_REFERENCES = 200
MOST_TABLES = 10
MOST_COLUMNS = 12
_LIKE_A_KEY = re.compile(r"[a-z_]+\.[a-z0-9_.]+")


@dataclass(frozen=True)
class Problem:
    """Something in the text that cannot be answered.

    Attributes:
        line: where it stands.
        text: as it is written.
        message: what is wrong, in a sentence.
        near: keys of figures that may have been meant.
    """

    line: int
    text: str
    message: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A reference understood: which figures, of which organisation, in which period."""

    keys: tuple[str, ...]
    organisation: Organisation
    period: Period

    def scope(self, today: date) -> Scope:
        """Where and when, as it can be known today."""
        return Scope.of(self.organisation.path or "", self.period, today)


@dataclass
class Answers:
    """Values by the text of their reference, tables by the words behind ``table``, and what could not be answered."""

    values: dict[str, tuple[Organisation, Value]] = field(default_factory=dict)
    tables: dict[str, list[tuple[Organisation, list[Value]]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def answer(blocks: Sequence[Block], organisation: Organisation, period: Period, today: date) -> Answers:
    """The live values of all references: one query for organisations, one for values, one a table.

    Only organisations at or below ``organisation`` are answered, so whoever may read the text may see the values.
    """
    answers = Answers()
    if period.starts_on > today:
        answers.problems.append(Problem(0, period.key, _("The period of the text has not begun.")))
        return answers
    reading = _Reading(organisation, period, today, answers)
    singles, tables = reading.understand(blocks)
    values = compute_all([(asked.keys[0], asked.scope(today)) for asked in singles.values()])
    for (text, asked), value in zip(singles.items(), values, strict=True):
        answers.values[text] = (asked.organisation, value)
    for text, asked in tables.items():
        answers.tables[text] = table_by_child(asked.keys, asked.organisation, asked.scope(today))
    return answers


def near_keys(text: str) -> tuple[str, ...]:
    """At most three keys of figures that look like ``text``, or whose label has these words in it."""
    by_label = [key for key, figure in registry.items() if text and text in str(figure.label)]
    by_key = get_close_matches(text, registry, n=3, cutoff=0.5)
    return tuple(dict.fromkeys([*by_key, *by_label]))[:3]


class _Reading:
    """One pass over a text: finds the organisations named in it, and writes down problems."""

    def __init__(self, organisation: Organisation, period: Period, today: date, answers: Answers) -> None:
        self.organisation, self.period, self.today, self.answers = organisation, period, today, answers
        self.named: dict[str, Organisation] = {}

    def understand(self, blocks: Sequence[Block]) -> tuple[dict[str, Asked], dict[str, Asked]]:
        """References and tables that can be answered, each once, by their texts."""
        written = list(references(blocks))
        written_tables = [block for block in blocks if isinstance(block, FigureTable)]
        words = [one.text for _line, one in written] + [block.text for block in written_tables]
        self.named = self._organisations(words)
        singles: dict[str, Asked] = {}
        for line, one in written:
            self._single(line, one, singles)
        tables: dict[str, Asked] = {}
        for block in written_tables:
            self._table(block, tables)
        return singles, tables

    def _organisations(self, texts: Sequence[str]) -> dict[str, Organisation]:
        words = {word for text in texts for word in text.split()}
        codes = [word for word in words if word not in registry and len(word) <= 32][: MOST_REFERENCES * 2]
        if not codes:
            return {}
        found = Organisation.objects.under(self.organisation.path or "-").filter(code__in=codes)
        return {organisation.code: organisation for organisation in found}

    def _single(self, line: int, one: Reference, singles: dict[str, Asked]) -> None:
        if one.text in singles:
            return None
        if len(singles) >= MOST_REFERENCES:
            words = _("A text asks for at most {count} different figures.").format(count=MOST_REFERENCES)
            return self._problem(line, one.text, words)
        key, *rest = one.text.split()
        if key not in registry:
            return self._problem(line, one.text, _("There is no figure “{key}”.").format(key=key), near_keys(key))
        asked = self._asked(line, one.text, (key,), rest)
        if asked:
            singles[one.text] = asked
        return None

    def _table(self, block: FigureTable, tables: dict[str, Asked]) -> None:
        words = block.text.split()
        written = f"table {block.text}".strip()
        keys = [word for word in words if word in registry]
        unknown = next((word for word in words if _LIKE_A_KEY.fullmatch(word) and word not in registry), None)
        if unknown and unknown not in self.named:
            message = _("There is no figure “{key}”.").format(key=unknown)
            return self._problem(block.line, written, message, near_keys(unknown))
        if not keys:
            return self._problem(block.line, written, _("Name at least one figure behind “table”."))
        if len(keys) > MOST_COLUMNS or (block.text not in tables and len(tables) >= MOST_TABLES):
            message = _("A text has at most {tables} tables, a table at most {columns} figures.")
            return self._problem(block.line, written, message.format(tables=MOST_TABLES, columns=MOST_COLUMNS))
        asked = self._asked(block.line, written, tuple(keys), [word for word in words if word not in registry])
        if asked:
            tables[block.text] = asked
        return None

    def _asked(self, line: int, text: str, keys: tuple[str, ...], rest: Sequence[str]) -> Asked | None:
        organisation, period = self.organisation, self.period
        places = periods = 0
        for word in rest:
            if word in self.named:
                organisation, places = self.named[word], places + 1
                continue
            try:
                period, periods = Period.parse(word), periods + 1
            except PeriodError:
                self._problem(line, text, self._unknown(word))
                return None
        if places > 1 or periods > 1:
            self._problem(line, text, _("Name one organisation and one period at most."))
            return None
        if period.starts_on > self.today:
            self._problem(line, text, _("The period {period} has not begun.").format(period=period.key))
            return None
        return Asked(keys, organisation, period)

    def _unknown(self, word: str) -> str:
        return _("“{word}” is neither a period nor the code of an organisation at or below {organisation}.").format(
            word=word, organisation=self.organisation
        )

    def _problem(self, line: int, text: str, message: str, near: tuple[str, ...] = ()) -> None:
        self.answers.problems.append(Problem(line, f"[[{text}]]", message, near))
