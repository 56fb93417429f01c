"""What an official document is made of, before anybody decides how it is printed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO

from dangjian.kernel.documents.cells import Column, printable


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `note` becomes a footnote to it, such as where a number comes from."""

    text: str
    note: str = ""


Text = str | Sequence[Run]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; its number (一、 （一） 1. （1）) is set by the document."""

    level: int
    text: Text
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: Text


@dataclass(frozen=True, slots=True)
class Items:
    """A list; with `numbered` each item begins with its number, else with a dash."""

    items: Sequence[Text]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; a wide one may be set on pages of its own that lie across."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    caption: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph: how its file is opened, and the words under it."""

    opened: Callable[[], IO[bytes]]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Photographs of one record, `per_row` beside each other (1 to 3)."""

    pictures: Sequence[Picture]
    per_row: int = 3


Block = Heading | Paragraph | Items | Table | Pictures


@dataclass(frozen=True)
class OfficialParts:
    """The elements of an official document (GB/T 9704-2012, clause 7).

    Attributes:
        title: the title; line breaks are kept.
        body: the blocks of the text.
        issuer: name of the issuing organ for the red head, such as `中共某某市委文件`; without it there is no head.
        number: number of the document, such as `某直委〔2017〕12号`.
        recipients: to whom it goes; printed in one line before the body.
        attachments: names of what is attached.
        signature: who signs.
        signed_on: the date of the document.
        remark: a remark in brackets under the date (附注).
        copies: who gets a copy (抄送).
        printed_by, printed_on: the printing line at the end.
    """

    title: str
    body: Sequence[Block] = ()
    issuer: str = ""
    number: str = ""
    recipients: Sequence[str] = ()
    attachments: Sequence[str] = ()
    signature: str = ""
    signed_on: date | None = None
    remark: str = ""
    copies: Sequence[str] = ()
    printed_by: str = ""
    printed_on: date | None = None

    def blocks(self) -> Iterator[Block]:
        """The body with numbered headings, a paragraph for every line."""
        counter = _Counter()
        for block in self.body:
            if isinstance(block, Heading):
                yield replace(block, number=counter.next(block.level))
            elif isinstance(block, Paragraph) and isinstance(block.text, str):
                yield from (Paragraph(line.strip()) for line in block.text.splitlines() if line.strip())
            else:
                yield block


def runs(text: Text) -> tuple[Run, ...]:
    """A text as runs without line breaks."""
    parts = (Run(text),) if isinstance(text, str) else tuple(text)
    return tuple(Run(one_line(part.text), one_line(part.note)) for part in parts)


def one_line(text: str) -> str:
    """The text without line breaks and what cannot be printed."""
    return " ".join(printable(text).split())


def chinese_number(number: int) -> str:
    """`number` from 1 to 99 in Chinese characters, beyond in Arabic figures."""
    digits = "〇一二三四五六七八九"
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")


def chinese_date(day: date) -> str:
    """The date as it stands under a document: Arabic figures without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass
class _Counter:
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def next(self, level: int) -> str:
        """Number of the next heading of `level` (GB/T 9704-2012, 7.3.3)."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        number = self.counts[level - 1]
        return (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}.", f"（{number}）")[
            level - 1
        ]
