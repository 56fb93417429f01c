"""The blocks of a book for screens: what `documents/_blocks.html` sets, in an EPUB and on pages of the web."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .blocks import Heading, Items, Paragraph, Picture, Pictures, Table, one_line
from .books import BookBlock, Marked, Passage, Remark
from .cells import shown

Address = Callable[[Picture], str]
"""Where a picture is found; "" for one that is gone."""


@dataclass(frozen=True)
class OnScreen:
    """One block as the template takes it.

    Attributes:
        kind: "heading", "paragraph", "items", "numbered", "pictures", "table" or "remark".
        anchor: the name by which the index leads here; "" for none.
        text: its words, with the number before those of a heading.
        level: of a heading, 2 or 3.
        lines: of a list.
        pictures: (address, words) pairs.
        heads, rows: of a table.
    """

    kind: str
    anchor: str = ""
    text: str = ""
    level: int = 0
    lines: Sequence[str] = ()
    pictures: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=tuple)


def on_screen(blocks: Iterable[BookBlock], address: Address, anchors: Iterator[str]) -> list[OnScreen]:
    """The blocks of one article in order.

    Args:
        blocks: without openings, overviews and indexes, which are pages of their own.
        address: of a picture.
        anchors: names not used before; each marked block takes one.
    """
    return [one for block in blocks for one in _shown(block, address, anchors)]


def _shown(block: BookBlock, address: Address, anchors: Iterator[str]) -> Iterator[OnScreen]:
    if isinstance(block, Marked):
        first, *others = _shown(block.block, address, anchors)
        yield OnScreen(**{**_facts(first), "anchor": next(anchors)})
        yield from others
    elif isinstance(block, Passage):
        yield OnScreen("heading", text=one_line(block.heading), level=3)
        yield from (OnScreen("paragraph", text=one_line(line)) for line in block.text.splitlines() if line.strip())
    elif isinstance(block, Pictures):
        found = [(address(one), one_line(one.caption)) for one in block.pictures]
        yield OnScreen("pictures", pictures=found)
    else:
        yield from _words(block)


def _words(block: BookBlock) -> Iterator[OnScreen]:
    match block:
        case Heading(level, text, number):
            yield OnScreen("heading", text=number + one_line(str(text)), level=level)
        case Paragraph(text):
            yield OnScreen("paragraph", text=one_line(str(text)))
        case Remark(text):
            yield OnScreen("remark", text=one_line(text))
        case Items(items, numbered):
            yield OnScreen("numbered" if numbered else "items", lines=[one_line(str(item)) for item in items])
        case Table(columns, rows):
            cells = [[shown(v, c.kind) for v, c in zip(row, columns, strict=True)] for row in rows]
            yield OnScreen("table", heads=[str(column.label) for column in columns], rows=cells)


def _facts(one: OnScreen) -> dict[str, Any]:
    return {name: getattr(one, name) for name in OnScreen.__dataclass_fields__}
