"""Books as PDF: pictures are set from files beside the template, everything else goes in as JSON."""

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any

from django.utils.translation import gettext as _

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
from dangjian.kernel.documents.pdf import TEMPLATES, render_pdf
from dangjian.kernel.documents.pictures import SMALL, WIDE, Scaled, row_height, scaled

MAX_SECONDS = 600
_RIGHT = {CellKind.INTEGER, CellKind.NUMBER, CellKind.PERCENT}


@dataclass(frozen=True)
class _Area:
    """Millimetres: the width for text, the gap between pictures, and the height of one beside others and alone."""

    width: float
    gap: float
    beside: float
    alone: float


_KEPT, _PRINTED = _Area(156, 4, 110, 110), _Area(121, 4, 62, 78)
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
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        if isinstance(book, PrintedBook):
            template, own = "printed", _printed(book, _Setter(folder, _PRINTED))
        else:
            template, own = "book", _kept(book, _Setter(folder, _KEPT))
    with picture_folder() as folder:
        setter = _Setter(folder)
        spreads = [
            {"across": across, "blocks": [setter.block(block) for _across, block in group]}
            for across, group in groupby(book.spreads(), key=lambda pair: pair[0])
        ]
        data = {
            "title": one_line(book.title),
            "owner": one_line(book.owner),
            "about": _pairs(book.about),
            "mark": one_line(book.mark),
            "contents": _("Contents"),
            **own,
        }
        target.write(render_pdf(template, data, root=folder, seconds=MAX_SECONDS))


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
        "words": {"preface": _("Preface"), "page": _("Page number")},
        "blocks": [setter.block(block) for block in book.articles()],
    }


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": one_line(label), "text": one_line(text)} for label, text in pairs]
        target.write(render_pdf("book", data, root=folder.folder, seconds=MAX_SECONDS))


class _Setter:
    """Turns blocks into what the template takes, and puts their pictures into the folder."""

    def __init__(self, folder: Path, area: _Area) -> None:
        self.folder, self.area = folder, area
        self.count = 0
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
        images = scaled(block.pictures, SMALL if block.per_row > 1 else WIDE)
        pairs = list(zip(block.pictures, images, strict=True))
        set_pictures = []
        for at in range(0, len(pairs), block.per_row):
            row = pairs[at : at + block.per_row]
            tallest = self.area.beside if len(row) > 1 else self.area.alone
            height = row_height([image for _one, image in row], self.area.width, self.area.gap, tallest)
            set_pictures += [self.picture(image, one.caption, height) for one, image in row]
        return set_pictures

    def picture(self, image: Scaled | None, caption: str, height: float) -> dict[str, Any]:
        if image is None:
            gone = _("{name}: the file can no longer be shown.").format(name=caption)
            return {"file": "", "width": 0, "caption": breakable(gone)}
        self.count += 1
        name = f"picture{self.count}.jpg"
        (self.folder / name).write_bytes(image.data)
        return {"file": name, "width": round(height * image.width / image.height, 2), "caption": breakable(caption)}


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
