"""Reading a text with the figures of now, and the figures that may be put into one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangjian.kernel.figures.compute import compute_all
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation

from .markup import parse
from .quotes import living, shown_number
from .references import Answers, Problem, answer
from .rendering import Shown, show


@dataclass(frozen=True)
class Reading:
    """A text ready to be read: its blocks, and what in its text could not be answered."""

    shown: list[Shown]
    problems: list[Problem]


@dataclass(frozen=True)
class Choice:
    """A figure to put into the text: its key, label, definition and number now."""

    key: str
    label: str
    unit: str
    definition: str
    shown: str


def live_answers(text: str, organisation: Organisation, period: Period, today: date) -> Answers:
    """The figures that a text asks for, as they are now."""
    return answer(parse(text), organisation, period, today)


def live_reading(text: str, organisation: Organisation, period: Period, today: date) -> Reading:
    """A text with the figures of now."""
    answers = live_answers(text, organisation, period, today)
    return Reading(show(parse(text), living(answers)), answers.problems)


def choices_for(organisation: Organisation, period: Period, today: date, words: str = "") -> list[Choice]:
    """Figures to put into a text, with their numbers now; ``words`` must be in label, key or definition."""
    scope = Scope.of(organisation.path or "", period, today)
    asked = words.strip().lower()
    found = [f for f in registry.values() if asked in f"{f.key} {f.label} {f.definition}".lower()]
    values = compute_all([(figure.key, scope) for figure in found])
    return [
        Choice(v.figure.key, str(v.figure.label), str(v.figure.unit), str(v.figure.definition), shown_number(v))
        for v in values
    ]
