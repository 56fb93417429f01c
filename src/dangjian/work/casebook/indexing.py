"""The index of a casebook: which organisations are named where, in the order of their spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

SHORTEST = 3
"""Characters of a name that is looked for in running text; shorter ones are also other words."""
BEFORE_NAMES = ("中共", "市直", "市", "县", "区")
"""What names begin with; an index by it would have one letter."""


class Named(Protocol):
    """Something with a name and a short one."""

    @property
    def name(self) -> str:
        """The name in full."""

    @property
    def short_name(self) -> str:
        """The name in short."""


class Names:
    """The organisations of a book, and how they are named in its text."""

    def __init__(self, named: Sequence[Named]) -> None:
        self.named = {one.short_name: one for one in named}

    def in_text(self, text: str) -> list[str]:
        """The short names of those that a text names in full or in short."""
        return [
            one.short_name
            for one in self.named.values()
            if any(len(name) >= SHORTEST and name in text for name in (one.name, one.short_name))
        ]

    def groups(self) -> list[tuple[str, list[str]]]:
        """Their short names by the letter under which each is looked for."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.named, key=spelled):
            found[spelled(name)[:1].upper()].append(name)
        return sorted(found.items())


def spelled(name: str) -> str:
    """A name as it is spelled, without what all names begin with."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - slow import: 57 MB which reading never needs

    for words in BEFORE_NAMES:
        name = name.removeprefix(words) or name
    return "".join(lazy_pinyin(name, style=Style.NORMAL)).lower()
