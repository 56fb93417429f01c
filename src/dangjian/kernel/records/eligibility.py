"""Conditions of eligibility: what rooms can say about somebody from their own records, with the reason.

Whoever sets conditions (a call for awards) keeps the key and a number; whose records they are it need not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .kinds import Words

ORGANISATION, MEMBER = "organisation", "member"


@dataclass(frozen=True)
class Finding:
    """What the records say.

    Attributes:
        met: whether the condition is met; None where the records do not know, so that a person has to look.
        reason: why, as a sentence with the fact that it rests on.
    """

    met: bool | None
    reason: Words


@dataclass(frozen=True)
class Condition:
    """A condition that a room can judge.

    Attributes:
        key: ``room.noun``.
        label: what is asked, with "{number}" where the number stands.
        subject: for whom it can be asked: ``ORGANISATION``, ``MEMBER``, or the key of a record kind.
        judge: (keys of subjects, day, number) -> key -> finding, in a fixed number of queries; who is left out is not
            known to the room.
        number: what the number means, "" for a condition without one.
        usual: the number that is meant where nothing else is said.
        smallest, largest: within which bounds it must lie.
    """

    key: str
    label: Words
    subject: str
    judge: Callable[[Sequence[int], date, int], Mapping[int, Finding]]
    number: Words = ""
    usual: int = 0
    smallest: int = 1
    largest: int = 50

    def says(self, number: int) -> str:
        """The condition in words."""
        return str(self.label).format(number=number)


registry: dict[str, Condition] = {}


def register(condition: Condition) -> Condition:
    """Declare a condition.

    Raises:
        ValueError: the key is declared already.
    """
    if condition.key in registry:
        raise ValueError(f"condition {condition.key} is declared twice")
    registry[condition.key] = condition
    return condition


def conditions_for(subject: str) -> list[Condition]:
    """The conditions that can be asked of organisations, of members, or of records of a kind."""
    return [condition for condition in registry.values() if condition.subject == subject]


@dataclass(frozen=True)
class Asked:
    """A condition as somebody asks it: which one, and its number."""

    key: str
    number: int = 0


@dataclass(frozen=True)
class Judged:
    """A condition with what was found about one subject."""

    words: str
    finding: Finding


def judge(asked: Iterable[Asked], subjects: Sequence[int], day: date, *, unknown: Words) -> dict[int, list[Judged]]:
    """What the records of a day say about each subject, in the order in which it is asked.

    Args:
        asked: conditions for one kind of subject; keys that no room declares any more are left out.
        subjects: keys of organisations, of members, or of records of one kind.
        unknown: what is said where the room does not know somebody.
    """
    found: dict[int, list[Judged]] = {key: [] for key in subjects}
    for one in asked:
        condition = registry.get(one.key)
        if condition is None:
            continue
        findings: Mapping[int, Any] = condition.judge(subjects, day, one.number) if subjects else {}
        for key in subjects:
            finding = findings.get(key, Finding(None, unknown))
            found[key].append(Judged(condition.says(one.number), finding))
    return found
