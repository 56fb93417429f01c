"""The registry of figures: a figure is a set of records plus a measure, never a function that returns a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from dangjian.kernel.periods import Period
from dangjian.kernel.tree.history import NOW, Past, stood_on

from .measures import Measure, Ratio

Words = str | Promise


@dataclass(frozen=True)
class Scope:
    """Where and when a figure is asked.

    Attributes:
        path: path of the organisation whose subtree counts.
        period: the period asked about.
        as_of: the day on which states are read: the period's last day, or today while it runs.
        told: how the tree stood on that day, where it has been looked up already.
    """

    path: str
    period: Period
    as_of: date
    told: Past | None = field(default=None, compare=False, repr=False)

    @property
    def has_ended(self) -> bool:
        """Whether the period has ended, so that the tree may have changed since."""
        return self.as_of >= self.period.last_day

    @property
    def past(self) -> Past:
        """How the tree stood on the day; of a running period, as it stands."""
        return (self.told or stood_on(self.as_of)) if self.has_ended else NOW

    @classmethod
    def of(cls, path: str, period: Period, today: date) -> Scope:
        """The scope of a period as it can be known today."""
        return cls(path, period, min(today, period.ends_on - timedelta(days=1)))


@dataclass(frozen=True)
class Figure:
    """A registered figure.

    Attributes:
        key: ``room.noun``.
        label: short words for screens.
        unit: unit in words, such as "members" or "%".
        definition: full sentences: what is counted, what is left out.
        owner: who answers for the definition.
        version: raised when the definition changes.
        effective_on: since when this version holds.
        measure: how the set becomes a number; a Ratio names two other figures.
        records: Scope -> query set, not yet narrowed to the subtree; None for a ratio.
        kind: key of the record kind that shows the rows, "" where rows are not shown.
        path: look-up from a row to the organisation path.
        row: look-up from a row of the set to the record shown for it, such as "member" for membership rows.
        sensitive: about persons' sensitive facts; small groups are withheld and rows are not shown.
        article: key of article-figures.json that this figure must reproduce, "".
        decimals: decimal places shown.
        desk: place on the strips of the desks, 0 for none.
        tallied: whether large installations keep its values (``tallies.py``): a count of rows that depends on the day
            (or on day and year) alone, of tables whose changes are marked by triggers (``marking.watch``).
        of_year: whether what is counted depends on the year asked about, too, so that it is kept for whole years alone.
        of_tree: whether it asks kinds or superiors of organisations, which of a past day are not what they are now.
        among: Scope -> the set that many figures are parts of, so that one pass counts all; None for a set of its own.
        part: Scope -> which of those; ``records`` is ``among`` filtered by it.
        below: place among the columns of the table of organisations below, 0 for none.
        step: which of the seven steps of the branch work method it says the standing of (a ratio of branches), 0 for
            none; the desks show it at that step.
    """

    key: str
    label: Words
    unit: Words
    definition: Words
    owner: Words
    version: int
    effective_on: date
    measure: Measure
    records: Callable[[Scope], QuerySet[Any]] | None = None
    kind: str = ""
    path: str = "organisation__path"
    row: str = "pk"
    sensitive: bool = False
    article: str = ""
    decimals: int = 0
    desk: int = 0
    below: int = 0
    step: int = 0
    tallied: bool = False
    of_year: bool = False
    of_tree: bool = False
    among: Callable[[Scope], QuerySet[Any]] | None = None
    part: Callable[[Scope], Q] | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether it divides two other figures."""
        return isinstance(self.measure, Ratio)


registry: dict[str, Figure] = {}


def register(figure: Figure) -> Figure:
    """Declare a figure.

    Raises:
        ValueError: declared twice; a ratio with records or a set without them.
    """
    if figure.key in registry:
        raise ValueError(f"figure {figure.key} is declared twice")
    if figure.is_ratio == (figure.records is not None):
        raise ValueError(f"figure {figure.key}: a ratio has no records of its own, every other figure has")
    registry[figure.key] = figure
    return figure
