"""A book of records, such as a work ledger: cover, contents, chapters, entries with pictures, lists across."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .blocks import Heading, Items, Paragraph, Pictures, Table, chinese_number, one_line
from .cells import Column

SHORT = 16
"""Two facts stand in one row where both have at most so many characters."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and text, set as a form with rules."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A longer text under its own small heading; each line a paragraph."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence in small type."""

    text: str


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an article of a printed book begins, on a page of its own.

    Attributes:
        title: stands in the contents and at the head of the pages.
        owner: whose article it is.
        above: a line over the title, such as the name of the brand.
        summary: the article in short.
    """

    title: str
    owner: str
    above: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A block that the index names under some terms."""

    block: "BookBlock"
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """A table of articles; each row leads to the opening of this number, counted from 1, and says its page."""

    columns: Sequence[Column]
    rows: Sequence[tuple[int, Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Index:
    """Where the terms of the book stand: (letter, terms) in order. Terms that nothing is marked with are left out."""

    groups: Sequence[tuple[str, Sequence[str]]]


BookBlock = (
    Heading | Paragraph | Items | Table | Pictures | Facts | Passage | Remark | Opening | Marked | Overview | Index
)


@dataclass(frozen=True)
class Book:
    """A book; its blocks are read once, so that they may come from a generator.

    Attributes:
        title: on the cover and at the head of each page.
        owner: whose it is, such as an organisation.
        about: (label, text) lines of the cover, such as the period and the day it was made.
        blocks: headings of level 1 (chapters) to 3 (entries) and what stands under them. A `Heading` of level 1 or 2
            stands in the contents; its `number` is set by the book.
        mark: the line at the foot of each page that says who had it made and when.
        first: number of its first chapter, for a part of a book.
    """

    title: str
    owner: str
    about: Sequence[tuple[str, str]]
    blocks: Iterable[BookBlock]
    mark: str = ""
    first: int = 1

    def spreads(self) -> Iterator[tuple[bool, BookBlock]]:
        """The blocks with whether they stand on a page that lies across.

        A table lies across, with the headings above it; chapters that only say that they are empty go along with what
        follows, or with what was before, so that no page is opened for one line.
        """
        waiting: list[BookBlock] = []
        across = False
        for block in self._numbered():
            waiting.append(block)
            if not isinstance(block, Heading | Paragraph):
                across = isinstance(block, Table)
                yield from ((across, one) for one in waiting)
                waiting.clear()
        yield from ((across, one) for one in waiting)

    def _numbered(self) -> Iterator[BookBlock]:
        chapter, section = self.first - 1, 0
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 1:
                chapter, section = chapter + 1, 0
                yield replace(block, number=f"{chinese_number(chapter)}、")
            elif isinstance(block, Heading) and block.level == 2:
                section += 1
                yield replace(block, number=f"（{chinese_number(section)}）")
            else:
                yield block


@dataclass(frozen=True)
class PrintedBook(Book):
    """A book for many readers: cover, imprint, preface, contents, articles in parts, running heads, index.

    Headings of level 1 begin a part, each on a page of its own; an `Opening` begins an article; headings of level 2
    and 3 stand inside of articles, 2 with a number of its own in each. A heading of level 1 without an opening behind
    it heads an appendix.

    Attributes:
        cover: the title as it stands on the cover, in lines; none, and it is broken where it must be.
        subtitle: under the title.
        imprint: (label, text) lines of the page behind the cover.
        preface: its paragraphs; none, no preface.
        signed: who signs the preface, and when.
        language: of its text, such as ``zh-Hans``.
        identifier: what names this book among all, such as a UUID.
    """

    cover: Sequence[str] = ()
    subtitle: str = ""
    imprint: Sequence[tuple[str, str]] = ()
    preface: Sequence[str] = ()
    signed: Sequence[str] = ()
    language: str = "zh-Hans"
    identifier: str = ""

    def articles(self) -> Iterator[BookBlock]:
        """The blocks in order, with the numbers of headings inside of articles."""
        number = 0
        for block in self.blocks:
            bare = block.block if isinstance(block, Marked) else block
            if isinstance(bare, Opening):
                number = 0
            if isinstance(bare, Heading) and bare.level == 2:
                number += 1
                yield _numbered(block, f"{chinese_number(number)}、")
            else:
                yield block


def _numbered(block: BookBlock, number: str) -> BookBlock:
    if isinstance(block, Marked):
        return Marked(_numbered(block.block, number), block.terms)
    return replace(block, number=number) if isinstance(block, Heading) else block


def rows_of(facts: Facts) -> list[list[tuple[str, str]]]:
    """The facts as rows of a form: two short ones beside each other, a long one alone."""
    rows: list[list[tuple[str, str]]] = []
    for label, text in ((one_line(label), one_line(text)) for label, text in facts.pairs):
        fits = len(label) <= SHORT and len(text) <= SHORT
        if fits and rows and len(rows[-1]) == 1 and len(rows[-1][0][1]) <= SHORT and len(rows[-1][0][0]) <= SHORT:
            rows[-1].append((label, text))
        else:
            rows.append([(label, text)])
    return rows
