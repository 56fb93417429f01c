"""Figures in words: the number as it is printed, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dangjian.ui.formats import number_text

from .compute import Value
from .measures import Count, CountDistinct, Ratio, Sum
from .registry import Figure, registry


@dataclass(frozen=True)
class Words:
    """A value as it is printed: the number, and for a ratio what it was made of."""

    number: str
    parts: str = ""


def number_words(value: Value) -> Words:
    """The printed form of a value; a dash where nothing could be divided."""
    if value.withheld:
        return Words("···")
    if value.number is None:
        return Words("—")
    number = number_text(round(value.number, value.figure.decimals), value.figure.decimals)
    if value.numerator is None:
        return Words(number)
    return Words(number, f"{number_text(value.numerator)} / {number_text(value.denominator)}")


def method_of(figure: Figure) -> str:
    """How the number comes about, in a sentence."""
    measure = figure.measure
    if isinstance(measure, Ratio):
        above, below = registry[measure.numerator].label, registry[measure.denominator].label
        return _("“{above}” divided by “{below}”, both counted for the same organisation and day.").format(
            above=above, below=below
        )
    if isinstance(measure, Count):
        return _("Each record of the list below counts once.")
    if isinstance(measure, CountDistinct):
        return _("Each one counts once, however many records it has.")
    assert isinstance(measure, Sum)
    return _("The sum over the records of the list below.")
