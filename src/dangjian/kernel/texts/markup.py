"""The plain markup of a text: headings, paragraphs, lists, references to figures. Reading it never fails.

Every line that is not empty is one of::

    # Heading                  four levels, # to ####; the numbers 一、（一）1.（1）are set when it is shown
    - item                     a list; an empty line ends it
    1. item                    a numbered list; its numbers are set anew
    [[table KEY KEY …]]        the figures by organisation one level below
    anything else              a paragraph

``[[KEY]]`` anywhere in a line becomes the number of a figure; ``[[KEY CODE PERIOD]]`` asks for another organisation or
another period, such as ``[[organisations.branches 350400-01 2016]]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_REFERENCE = re.compile(r"\[\[([^\[\]]+)\]\]")
_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_ITEM = re.compile(r"-\s+(.*)")
_NUMBERED = re.compile(r"[0-9]{1,3}(?:\.\s+|．\s*)(.*)")
_TABLE = re.compile(r"\[\[\s*table(?:\s+([^\[\]]*))?\]\]")


@dataclass(frozen=True)
class Reference:
    """A reference to a figure, as written, with single blanks between its words."""

    text: str


Inline = str | Reference
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4."""

    level: int
    words: Line
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Paragraph:
    """A line of text."""

    words: Line
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Items:
    """A list, with the first line it stands on."""

    items: tuple[Line, ...]
    numbered: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FigureTable:
    """A table of figures by child organisation: the words after ``table``."""

    text: str
    line: int = field(default=0, compare=False)


Block = Heading | Paragraph | Items | FigureTable


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Whatever is not markup is a paragraph, so nothing is lost and nothing fails."""
    blocks: list[Block] = []
    open_list = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        block = _block(line, number) if line else None
        last = blocks[-1] if blocks else None
        if open_list and isinstance(block, Items) and isinstance(last, Items) and last.numbered == block.numbered:
            blocks[-1] = Items(last.items + block.items, last.numbered, last.line)
        elif block is not None:
            blocks.append(block)
        open_list = isinstance(block, Items)
    return tuple(blocks)


def written(blocks: Sequence[Block]) -> str:
    """The text of blocks: ``parse(written(blocks)) == blocks`` for all blocks that came from a text."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks)


def references(blocks: Sequence[Block]) -> Iterator[tuple[int, Reference]]:
    """Every reference in the running text with its line; those of tables are asked for by the tables."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield from ((block.line, one) for one in block.words if isinstance(one, Reference))
            case Items():
                for offset, item in enumerate(block.items):
                    yield from ((block.line + offset, one) for one in item if isinstance(one, Reference))
            case FigureTable():
                pass


def _block(line: str, number: int) -> Block:
    if match := _TABLE.fullmatch(line):
        return FigureTable(" ".join((match[1] or "").split()), number)
    if (match := _HEADING.fullmatch(line)) and match[2]:
        return Heading(len(match[1]), _inline(match[2]), number)
    if (match := _ITEM.fullmatch(line)) and match[1]:
        return Items((_inline(match[1]),), False, number)
    if (match := _NUMBERED.fullmatch(line)) and match[1]:
        return Items((_inline(match[1]),), True, number)
    return Paragraph(_inline(line), number)


def _inline(text: str) -> Line:
    parts: list[Inline] = []
    # The pattern has one group: what is between references stands at even places.
    for place, piece in enumerate(_REFERENCE.split(text)):
        if place % 2 and piece.strip():
            parts.append(Reference(" ".join(piece.split())))
        elif place % 2 or piece:
            words = f"[[{piece}]]" if place % 2 else piece
            if parts and isinstance(parts[-1], str):
                parts[-1] += words
            else:
                parts.append(words)
    return tuple(parts)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, words):
            yield f"{'#' * level} {_text(words)}"
        case Paragraph(words):
            yield _text(words)
        case Items(items, numbered):
            for number, item in enumerate(items, start=1):
                yield f"{f'{number % 1000}.' if numbered else '-'} {_text(item)}"
        case FigureTable(text):
            yield f"[[table {text}]]" if text else "[[table]]"


def _text(words: Line) -> str:
    return "".join(f"[[{one.text}]]" if isinstance(one, Reference) else one for one in words)
