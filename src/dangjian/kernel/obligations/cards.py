"""The card of a month: at most three things that must be done, what may be done, what is coming.

It is ticked by records alone; a fourth must is never added to it, because a list without an end is not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dangjian.kernel.periods import Period
from dangjian.kernel.records.kinds import Words
from dangjian.kernel.tree.models import Organisation

from . import standing
from .coverage import standing_of
from .enums import State
from .queries import asks_of, this_month

MOST_MUSTS = 3
MOST_COMING = 6
AHEAD = timedelta(days=45)
EXPECTED = (State.DUE, State.LATE, State.DONE, State.NOT_DUE, State.EXPLAINED)


@dataclass(frozen=True, slots=True)
class CardLine:
    """One thing on the card: by when, why, and whether records show that it is done."""

    title: Words
    due_on: date
    state: State
    note: Words

    @property
    def is_done(self) -> bool:
        """Whether a record shows it."""
        return self.state is State.DONE


@dataclass(frozen=True, slots=True)
class Card:
    """The card of an organisation for a month.

    Attributes:
        must: the first three by their day, what is late before them.
        may: what else belongs to the month, for whoever has time left.
        coming: what is due in the 45 days after the month.
    """

    organisation: Organisation
    month: Period
    must: tuple[CardLine, ...]
    may: tuple[CardLine, ...]
    coming: tuple[CardLine, ...]


def card_of(organisation: Organisation, today: date) -> Card:
    """The card of an organisation for the month of a day. Seven queries at most."""
    month = this_month(today)
    until = month.ends_on + AHEAD
    lines = sorted(_lines(organisation, until, today), key=lambda line: (line.due_on, str(line.title)))
    now = [line for line in lines if line.due_on < month.ends_on and _belongs(line, month)]
    coming = [line for line in lines if line.due_on >= month.ends_on and not line.is_done]
    return Card(organisation, month, tuple(now[:MOST_MUSTS]), tuple(now[MOST_MUSTS:]), tuple(coming[:MOST_COMING]))


def _belongs(line: CardLine, month: Period) -> bool:
    return line.state is State.LATE or line.due_on >= month.starts_on


def _lines(organisation: Organisation, until: date, today: date) -> Iterable[CardLine]:
    rules = [rule for rule in standing.registry.values() if not rule.informational]
    for cell in standing_of(rules, organisation, date(today.year, 1, 1), until, today).cells:
        if cell.state in EXPECTED and cell.due_on < until:
            source = cell.rule.source_of(cell.version)
            note = f"{source.regulation} {source.article}".strip()
            yield CardLine(cell.rule.title, cell.due_on, cell.state, note)
    for target, state in asks_of(organisation, today):
        if state in EXPECTED:
            yield CardLine(target.ask.title, target.ask.due_on, state, target.ask.from_organisation.short_name)
