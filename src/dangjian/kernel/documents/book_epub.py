"""Books for many readers as EPUB 3: a folder of pages in one file, put together here without any library.

EbookLib, the usual one, is under the AGPL; the format itself is a zip archive of pages (docs/decisions/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .blocks import Heading, Picture, one_line
from .books import BookBlock, Index, Marked, Opening, Overview, PrintedBook
from .cells import printable, shown
from .pictures import WIDE, scaled
from .screen import OnScreen, on_screen

_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_TYPES = {"cover": "cover", "imprint": "imprint", "preface": "preface", "part": "part", "article": "chapter"}


@dataclass
class _Page:
    """A page of the book: what it is, what stands over it, and its blocks."""

    key: str
    kind: str
    title: str
    owner: str = ""
    above: str = ""
    summary: str = ""
    lines: Sequence[str] = ()
    terms: Sequence[str] = ()
    signed: Sequence[str] = ()
    raw: list[BookBlock] = field(default_factory=list)
    blocks: list[OnScreen] = field(default_factory=list)
    heads: Sequence[str] = ()
    rows: Sequence[Any] = ()
    groups: Sequence[Any] = ()

    @property
    def file(self) -> str:
        return f"{self.key}.xhtml"

    @property
    def epub_type(self) -> str:
        return _TYPES.get(self.kind, "index" if self.kind == "index" else "appendix")


def book_epub(book: PrintedBook, target: IO[bytes], made_at: datetime) -> None:
    """Write the book as EPUB 3.

    Args:
        book: its identifier is a UUID.
        target: an open file.
        made_at: the moment of making, which the format asks for.
    """
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/epub+zip", ZIP_STORED)
        packed.writestr("META-INF/container.xml", _CONTAINER)
        _Packer(packed, book).pack(made_at)


class _Packer:
    def __init__(self, packed: ZipFile, book: PrintedBook) -> None:
        self.packed, self.book = packed, book
        self.pictures: list[str] = []
        self.anchors = map("m{}".format, count(1))
        self.places: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)

    def pack(self, made_at: datetime) -> None:
        pages = list(_pages(self.book))
        for page in pages:
            self._fill(page)
        for page in pages:
            self._lead(page, pages)
            self._write(page.file, "page.xhtml", page=page)
        modified = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._write("nav.xhtml", "nav.xhtml", tree=_tree(pages))
        self._write("style.css", "style.css")
        title = one_line(self.book.title)
        self._write("content.opf", "content.opf", pages=pages, pictures=self.pictures, modified=modified, title=title)

    def _write(self, name: str, template: str, **context: Any) -> None:
        words = render_to_string(f"documents/epub/{template}", {"book": self.book, **context})
        self.packed.writestr(f"book/{name}", printable(words))

    def _fill(self, page: _Page) -> None:
        terms = [block.terms for block in page.raw if isinstance(block, Marked)]
        page.blocks = on_screen(page.raw, self._picture, self.anchors)
        for term in page.terms:
            self.places[term].setdefault(page.file, (page.file, page.title))
        marked = [one.anchor for one in page.blocks if one.anchor]
        for anchor, named in zip(marked, terms, strict=True):
            for term in named:
                self.places[term].setdefault(page.file, (f"{page.file}#{anchor}", page.title))

    def _picture(self, picture: Picture) -> str:
        (image,) = scaled([picture], WIDE)
        if image is None:
            return ""
        name = f"picture{len(self.pictures) + 1}.jpg"
        self.pictures.append(name)
        self.packed.writestr(f"book/{name}", image.data, ZIP_STORED)
        return name

    def _lead(self, page: _Page, pages: Sequence[_Page]) -> None:
        """Overview and index lead to pages, which all are known now."""
        articles = [one for one in pages if one.kind == "article"]
        if page.kind == "overview":
            page.rows = [(articles[n - 1].file if n <= len(articles) else "", cells) for n, cells in page.rows]
        if page.kind == "index":
            places = {term: list(found.values()) for term, found in self.places.items()}
            groups = [(letter, [(one, places[one]) for one in terms if one in places]) for letter, terms in page.groups]
            page.groups = [(letter, terms) for letter, terms in groups if terms]


def _pages(book: PrintedBook) -> Iterator[_Page]:
    yield _Page("cover", "cover", one_line(book.title), lines=[one_line(x) for x in book.cover or [book.title]])
    yield _Page("imprint", "imprint", _("Imprint"))
    if book.preface:
        lines = [OnScreen("paragraph", text=one_line(line)) for line in book.preface]
        yield _Page("preface", "preface", _("Preface"), signed=book.signed, blocks=lines)
    page: _Page | None = None
    made = partial("{}{}".format)
    numbers = {kind: count(1) for kind in ("part", "article")}
    for block in book.articles():
        bare = block.block if isinstance(block, Marked) else block
        if (isinstance(bare, Heading) and bare.level == 1) or isinstance(bare, Opening):
            if page:
                yield page
            page = _begun(block, made, numbers)
        elif page and isinstance(bare, Overview | Index):
            _appended(page, bare)
        elif page:
            page.raw.append(block)
    if page:
        yield page


def _begun(block: BookBlock, made: Any, numbers: dict[str, Any]) -> _Page:
    bare = block.block if isinstance(block, Marked) else block
    if isinstance(bare, Opening):
        return _Page(
            made("article", next(numbers["article"])),
            "article",
            one_line(bare.title),
            owner=one_line(bare.owner),
            above=one_line(bare.above),
            summary=one_line(bare.summary),
            terms=block.terms if isinstance(block, Marked) else (),
        )
    assert isinstance(bare, Heading)
    return _Page(made("part", next(numbers["part"])), "part", one_line(str(bare.text)))


def _appended(page: _Page, block: Overview | Index) -> None:
    if isinstance(block, Overview):
        page.kind = "overview"
        page.heads = [str(column.label) for column in block.columns]
        page.rows = [
            (number, [shown(v, c.kind) for v, c in zip(cells, block.columns, strict=True)])
            for number, cells in block.rows
        ]
    else:
        page.kind, page.groups = "index", block.groups


def _tree(pages: Sequence[_Page]) -> list[tuple[_Page, list[_Page]]]:
    tree: list[tuple[_Page, list[_Page]]] = []
    for page in pages:
        if page.kind == "article" and tree and tree[-1][0].kind == "part":
            tree[-1][1].append(page)
        else:
            tree.append((page, []))
    return tree
