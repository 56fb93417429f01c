"""Chance from one seed: every topic of every city has a stream of its own, so a new topic disturbs no older one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw(Random):
    """A stream of chance with the words the model city needs."""

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``; ``first`` when they are out of order."""
        return first + timedelta(days=self.randrange((last - first).days + 1)) if last > first else first

    def happens(self, share: float) -> bool:
        """Whether something of this probability happens."""
        return self.random() < share

    def one_of(self, table: Weighted[T]) -> T:
        """An entry of a weighted table."""
        return self.choices(table.entries, cum_weights=table.totals)[0]


class Weighted(Sequence[T]):
    """Entries with weights, added up once."""

    def __init__(self, weights: dict[T, float]) -> None:
        self.entries, self.totals = list(weights), list(accumulate(weights.values()))

    def __getitem__(self, index):
        return self.entries[index]

    def __len__(self) -> int:
        return len(self.entries)


def stream(seed: int, city: int, topic: str) -> Draw:
    """The stream of a topic in a city; the same on every machine."""
    return Draw(f"{seed}/{city}/{topic}")


def apportion(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Share ``total`` out by weight in whole numbers, each at least ``least``, by largest remainders."""
    total = max(total, least * len(weights))
    rest, whole = total - least * len(weights), sum(weights) or 1.0
    exact = [rest * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda n: (shares[n] - exact[n], n))
    for n in order[: rest - sum(shares)]:
        shares[n] += 1
    return [least + share for share in shares]
