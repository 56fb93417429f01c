"""The order of names on ballots: by strokes of the surname (按姓氏笔画为序).

Stroke counts and the order among characters of as many strokes are those of the Unicode CLDR collation "stroke", which
ICU carries; characters of equal strokes stand by radical there, not by the first stroke as in GB 13000.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


@cache
def _collator() -> Any:
    import icu  # noqa: PLC0415 - slow import: 10 MB which only elections need

    return icu.Collator.createInstance(icu.Locale("zh@collation=stroke"))


def in_stroke_order(things: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The things by the strokes of their names, surname first; equal names keep their order."""
    return sorted(things, key=lambda thing: _collator().getSortKey(name(thing)))
