"""Books of records as PDF: pictures are set from files beside the template, everything else goes in as JSON."""

import re
from itertools import groupby
from typing import IO, Any

from django.utils.translation import gettext as _

from dangjian.kernel.documents.blocks import Heading, Paragraph, Pictures, Table, one_line
from dangjian.kernel.documents.books import Book, BookBlock, Facts, Passage, Remark, rows_of
from dangjian.kernel.documents.cells import CellKind, shown
from dangjian.kernel.documents.pdf import render_pdf
from dangjian.kernel.documents.pdf_pictures import PictureFolder, picture_folder

MAX_SECONDS = 600
_RIGHT = {CellKind.INTEGER, CellKind.NUMBER, CellKind.PERCENT}
_UNBROKEN = re.compile(r"[!-~]{32,}")
_PIECE = 16
_ZERO_WIDTH_SPACE = "\u200b"


def book_pdf(book: Book, target: IO[bytes]) -> None:
    """Write the book as PDF/A-2b.

    Raises:
        DocumentError: setting it took more than ten minutes.
    """
    with picture_folder() as folder:
        setter = _Setter(folder)
        spreads = [
            {"across": across, "blocks": [setter.block(block) for _across, block in group]}
            for across, group in groupby(book.spreads(), key=lambda pair: pair[0])
        ]
        data = {
            "title": one_line(book.title),
            "owner": one_line(book.owner),
            "about": [{"label": one_line(label), "text": one_line(text)} for label, text in book.about],
            "mark": one_line(book.mark),
            "contents": _("Contents"),
            "spreads": spreads,
        }
        target.write(render_pdf("book", data, root=folder.folder, seconds=MAX_SECONDS))


class _Setter:
    """Turns blocks into what the template takes, and puts their pictures into the folder."""

    def __init__(self, folder: PictureFolder) -> None:
        self.folder = folder

    def block(self, block: BookBlock) -> dict[str, Any]:
        match block:
            case Heading(level, text, number):
                return {"kind": "heading", "level": level, "text": number + breakable(str(text))}
            case Paragraph(text):
                return {"kind": "paragraph", "text": breakable(str(text))}
            case Remark(text):
                return {"kind": "remark", "text": breakable(text)}
            case Facts():
                rows = [[{"label": breakable(a), "text": breakable(b)} for a, b in row] for row in rows_of(block)]
                return {"kind": "facts", "rows": rows}
            case Passage(heading, text):
                lines = [breakable(line) for line in text.splitlines() if line.strip()]
                return {"kind": "passage", "heading": breakable(heading), "lines": lines or [""]}
            case Pictures():
                return {"kind": "pictures", "per_row": block.per_row, "pictures": self.pictures(block)}
            case Table():
                return {"kind": "table", **_table(block)}

    def pictures(self, block: Pictures) -> list[dict[str, Any]]:
        return [one | {"caption": breakable(one["caption"])} for one in self.folder.lay(block)]


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
