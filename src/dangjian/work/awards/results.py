"""What the scores of a review come to: exact arithmetic, stated rounding and tie rule, no database.

**Value.** Each score is divided by the highest of its criterion and multiplied by its weight. Of a criterion the mean
over its reviewers counts; the means are added, and the sum is rounded once, half up, to two decimals.

**Ties.** Of equal values the entry with the higher mean in the weightiest criterion stands first, then in the next,
in the order of weight and then of the rubric. Means are compared exactly. Entries equal in all share their place,
and the next place counts them all (1, 2, 2, 4).

**Quotas.** Places are filled from the first. Where entries that share a place do not all fit, none of them is taken
and the seats stay open: people decide that, with a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Measure:
    """A criterion as arithmetic sees it: key, weight in percent, highest score, order in the rubric."""

    key: int
    weight: Decimal
    ceiling: int
    rank: int = 1


@dataclass(frozen=True)
class Mark:
    """One score: of whom, by whom, for what, how much."""

    entry: int
    reviewer: int
    criterion: int
    value: Decimal


@dataclass(frozen=True)
class Line:
    """What one entry came to.

    Attributes:
        entry: its key.
        value: weighted value, two decimals; None where nothing was scored.
        place: 1 for the first; None where nothing was scored.
        shared: whether the place is shared with others.
        reviews: how many reviewers scored.
        spread: highest minus lowest of what single reviewers gave, in percent of what they could give, two decimals.
        means: the mean of each criterion on its own scale, two decimals, in the order of the measures.
    """

    entry: int
    value: Decimal | None
    place: int | None
    shared: bool
    reviews: int
    spread: Decimal
    means: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Quota:
    """Seats of an award class, and whether it is filled from those next in line of another (``after``)."""

    key: int
    seats: int
    after: int | None = None


@dataclass(frozen=True)
class Filled:
    """How a quota is filled.

    Attributes:
        key: the class.
        chosen: entries in the order of their places.
        tied: entries that share a place for which there are not enough seats; left to people.
        left: seats that stay open.
    """

    key: int
    chosen: tuple[int, ...]
    tied: tuple[int, ...]
    left: int


def lines(entries: Iterable[int], measures: Sequence[Measure], marks: Iterable[Mark]) -> list[Line]:
    """What each entry came to, the first place first; entries without a score stand last, in the order given."""
    tables: dict[int, dict[int, dict[int, Decimal]]] = {}
    for mark in marks:
        tables.setdefault(mark.entry, {}).setdefault(mark.criterion, {})[mark.reviewer] = mark.value
    summed = [_summed(entry, measures, tables.get(entry, {})) for entry in entries]
    scored = sorted((one for one in summed if one.key is not None), key=lambda one: one.key or (), reverse=True)
    placed: list[Line] = []
    for _key, group in groupby(scored, key=lambda one: one.key):
        same = list(group)
        place = len(placed) + 1
        placed += [one.line(place, len(same) > 1) for one in same]
    return placed + [one.line(None, False) for one in summed if one.key is None]


def filled(lines_in_order: Sequence[Line], quotas: Sequence[Quota], *, out: Collection[int] = ()) -> list[Filled]:
    """How the quotas are filled from the places.

    Args:
        lines_in_order: what ``lines`` gave.
        quotas: first the classes that are filled directly; those that come after another, later.
        out: entries that cannot be chosen.
    """
    placed = [line for line in lines_in_order if line.place is not None and line.entry not in out]
    result: list[Filled] = []
    begun: dict[int, tuple[int, tuple[int, ...]]] = {}
    for quota in quotas:
        start, held_back = begun.get(quota.after, (0, ())) if quota.after is not None else (0, ())
        if held_back:
            # While it is open who of them gets the last seat above, nobody is next in line.
            result.append(Filled(quota.key, (), (), quota.seats))
            begun[quota.key] = (start, held_back)
            continue
        chosen, tied = _taken(placed[start:], quota.seats)
        begun[quota.key] = (start + len(chosen), tied)
        result.append(Filled(quota.key, chosen, tied, quota.seats - len(chosen)))
    return result


def _taken(rest: Sequence[Line], seats: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    chosen: list[int] = []
    for _place, group in groupby(rest, key=lambda line: line.place):
        same = [line.entry for line in group]
        left = seats - len(chosen)
        if len(same) > left:
            return tuple(chosen), tuple(same) if left else ()
        chosen += same
    return tuple(chosen), ()


@dataclass(frozen=True)
class _Summed:
    entry: int
    key: tuple[Decimal | Fraction, ...] | None
    value: Decimal | None
    reviews: int
    spread: Decimal
    means: tuple[Decimal | None, ...]

    def line(self, place: int | None, shared: bool) -> Line:
        return Line(self.entry, self.value, place, shared, self.reviews, self.spread, self.means)


def _summed(entry: int, measures: Sequence[Measure], table: Mapping[int, Mapping[int, Decimal]]) -> _Summed:
    means = {one.key: _mean(table[one.key].values()) for one in measures if table.get(one.key)}
    reviewers = {reviewer for given in table.values() for reviewer in given}
    if not means:
        return _Summed(entry, None, None, len(reviewers), Decimal(0), tuple(None for _one in measures))
    value = rounded(sum((_weighed(one, means[one.key]) for one in measures if one.key in means), Fraction(0)))
    by_weight = sorted(measures, key=lambda one: (-one.weight, one.rank, one.key))
    ties = [means.get(one.key, Fraction(-1)) / one.ceiling for one in by_weight]
    alone = [_alone([one for one in measures if r in table.get(one.key, {})], table, r) for r in reviewers]
    shown = tuple(rounded(means[one.key]) if one.key in means else None for one in measures)
    return _Summed(entry, (value, *ties), value, len(reviewers), rounded(max(alone) - min(alone)), shown)


def _alone(measures: Sequence[Measure], table: Mapping[int, Mapping[int, Decimal]], reviewer: int) -> Fraction:
    # Whoever heard the presentation without having read the text is measured by what they scored.
    reached = sum((_weighed(one, Fraction(table[one.key][reviewer])) for one in measures), Fraction(0))
    return reached * 100 / sum(Fraction(one.weight) for one in measures)


def _weighed(measure: Measure, value: Fraction) -> Fraction:
    return value / measure.ceiling * Fraction(measure.weight)


def _mean(values: Collection[Decimal]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up, from the exact fraction: never by way of a float or a cut-off decimal."""
    hundredths, rest = divmod(value.numerator * 100, value.denominator)
    up = rest * 2 >= value.denominator
    return (Decimal(hundredths + up) / 100).quantize(CENT, ROUND_HALF_UP)
