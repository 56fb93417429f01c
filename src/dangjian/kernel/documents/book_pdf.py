"""Books as PDF: pictures are set from files beside the template, everything else goes in as JSON."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangjian.kernel.documents.blocks import Heading, Items, Paragraph, Pictures, Table, one_line
from dangjian.kernel.documents.books import (
    Book,
    BookBlock,
    Facts,
    Index,
    Marked,
    Opening,
    Overview,
    Passage,
    PrintedBook,
    Remark,
    rows_of,
)
from dangjian.kernel.documents.cells import CellKind, shown
from dangjian.kernel.documents.pdf import render_pdf
from dangjian.kernel.documents.pdf_pictures import OFFICE, Area, PictureFolder, picture_folder

MAX_SECONDS = 600
_RIGHT = {CellKind.INTEGER, CellKind.NUMBER, CellKind.PERCENT}


_PRINTED = Area(121, 4, 62, 78)
"""The sheet of a printed book."""
_UNBROKEN = re.compile(r"[!-~]{32,}")
_PIECE = 16
_ZERO_WIDTH_SPACE = "\u200b"


def book_pdf(book: Book, target: IO[bytes]) -> None:
    """Write the book as PDF/A-2b.

    Raises:
        DocumentError: setting it took more than ten minutes.
    """
    printed = isinstance(book, PrintedBook)
    with picture_folder(_PRINTED if printed else OFFICE) as folder:
        setter = _Setter(folder)
        own = _printed(book, setter) if isinstance(book, PrintedBook) else _kept(book, setter)
        data = {
            "title": one_line(book.title),
            "owner": one_line(book.owner),
            "about": _pairs(book.about),
            "mark": one_line(book.mark),
            "contents": _("Contents"),
            **own,
        }
        target.write(render_pdf("printed" if printed else "book", data, root=folder.folder, seconds=MAX_SECONDS))


def _kept(book: Book, setter: "_Setter") -> dict[str, Any]:
    spreads = [
        {"across": across, "blocks": [setter.block(block) for _across, block in group]}
        for across, group in groupby(book.spreads(), key=lambda pair: pair[0])
    ]
    return {"spreads": spreads}


def _printed(book: PrintedBook, setter: "_Setter") -> dict[str, Any]:
    return {
        "cover": [one_line(line) for line in book.cover],
        "subtitle": one_line(book.subtitle),
        "imprint": _pairs(book.imprint),
        "preface": [breakable(line) for line in book.preface],
        "signed": [one_line(line) for line in book.signed],
        "words": {"preface": _("Preface"), "page": pgettext("of a printed book", "Page")},
        "blocks": [setter.block(block) for block in book.articles()],
    }


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": one_line(label), "text": one_line(text)} for label, text in pairs]


class _Setter:
    """Turns blocks into what the template takes, and puts their pictures into the folder."""

    def __init__(self, folder: PictureFolder) -> None:
        self.folder = folder

    def block(self, block: BookBlock) -> dict[str, Any]:
        """A block as the template takes it: its kind and its words."""
        if isinstance(block, Marked):
            return {**self.block(block.block), "terms": [one_line(term) for term in block.terms]}
        if isinstance(block, Pictures):
            return {"kind": "pictures", "per_row": block.per_row, "pictures": self.pictures(block)}
        return {"kind": type(block).__name__.lower(), **_words(block)}

    def pictures(self, block: Pictures) -> list[dict[str, Any]]:
        """The pictures of a block, laid into the folder."""
        return [one | {"caption": breakable(one["caption"])} for one in self.folder.lay(block)]


def _words(block: BookBlock) -> dict[str, Any]:  # noqa: PLR0911 - one line for each kind of block
    match block:
        case Heading(level, text, number):
            return {"level": level, "text": number + breakable(str(text))}
        case Facts():
            return {"rows": [[{"label": breakable(a), "text": breakable(b)} for a, b in row] for row in rows_of(block)]}
        case Passage(heading, text):
            lines = [breakable(line) for line in text.splitlines() if line.strip()]
            return {"heading": breakable(heading), "lines": lines or [""]}
        case Table():
            return _table(block)
        case Items(items, numbered):
            return {"numbered": numbered, "items": [breakable(str(item)) for item in items]}
        case Opening():
            return {name: breakable(getattr(block, name)) for name in ("title", "owner", "above", "summary")}
        case Overview(columns, rows):
            numbers = [number for number, _cells in rows]
            return {"leads": numbers, **_table(Table(columns, [cells for _number, cells in rows]))}
        case Index(groups):
            return {"groups": [{"letter": a, "terms": [one_line(term) for term in terms]} for a, terms in groups]}
        case Paragraph(text) | Remark(text):
            return {"text": breakable(str(text))}
        case _:
            return {}


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": [
            {"label": str(column.label), "width": column.width, "right": column.kind in _RIGHT}
            for column in table.columns
        ],
        "rows": [
            [[{"text": breakable(shown(v, c.kind)), "note": ""}] for v, c in zip(row, table.columns, strict=True)]
            for row in table.rows
        ],
    }


def breakable(text: str) -> str:
    """One line of text in which words longer than a line of a cell may be broken."""
    return _UNBROKEN.sub(lambda found: _pieces(found[0]), one_line(text))


def _pieces(word: str) -> str:
    return _ZERO_WIDTH_SPACE.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
