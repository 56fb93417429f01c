"""How a set of records becomes a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate
from django.db.models import Count as DbCount
from django.db.models import Sum as DbSum


@dataclass(frozen=True)
class Count:
    """How many records."""

    def aggregate(self) -> Aggregate:
        return DbCount("pk")


@dataclass(frozen=True)
class CountDistinct:
    """How many different values of a column, such as members behind many rows."""

    column: str

    def aggregate(self) -> Aggregate:
        return DbCount(self.column, distinct=True)


@dataclass(frozen=True)
class Sum:
    """The sum of a column."""

    column: str

    def aggregate(self) -> Aggregate:
        return DbSum(self.column)


@dataclass(frozen=True)
class Ratio:
    """One figure divided by another; ``percent`` multiplies by a hundred.

    Attributes:
        numerator: key of a figure.
        denominator: key of a figure.
        percent: whether the ratio is shown as a percentage.
    """

    numerator: str
    denominator: str
    percent: bool = True

    def value(self, numerator: Any, denominator: Any) -> float | None:
        """The ratio, None where there is nothing to divide by."""
        if not denominator:
            return None
        return float(numerator) / float(denominator) * (100 if self.percent else 1)


SetMeasure = Count | CountDistinct | Sum
Measure = SetMeasure | Ratio
