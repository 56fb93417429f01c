"""Books of records for Word: cover, contents, numbered pages, forms, pictures and lists on pages across.

Also sets the chapters of a book into a Word file of the office's own, in place of a paragraph.
"""

import io
from collections.abc import Sequence
from typing import IO, Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from dangjian.kernel.documents.blocks import Heading, Paragraph, Pictures, Table, one_line
from dangjian.kernel.documents.books import Book, BookBlock, Facts, Passage, Remark, rows_of
from dangjian.kernel.documents.cells import shown

from . import tables
from .parts import FANGSONG, HEI, KAI, RIGHT, SONG, TITLE, add_run, name_fonts, set_fonts
from .photographs import TALLEST, TEXT_WIDTH, Photographs
from .sections import Sections, field, set_page

BODY, SMALLER = Pt(12), Pt(10.5)
_HEADINGS = ((TITLE, Pt(18)), (HEI, Pt(14)), (KAI, Pt(14)))
_CONTENTS = 2
"""Headings of level 1 and 2 stand in the contents."""


def book_docx(book: Book, target: IO[bytes]) -> None:
    """Write the book of records as a Word file."""
    word: Any = Document()
    set_styles(word, _HEADINGS, BODY)
    set_page(word.sections[0])
    writer = BookWriter(word)
    writer.cover(book)
    contents = writer.contents_head()
    writer.blocks(book)
    writer.sections.break_after(writer.contents(contents))
    writer.sections.finish()
    word.core_properties.title = one_line(f"{book.owner} {book.title}")[:250]
    word.core_properties.author = word.core_properties.comments = ""
    word.save(target)


def set_chapters(data: bytes, parts: Sequence[tuple[str, Book | None]], mark: str, target: IO[bytes]) -> None:
    """Set chapters into a Word file of an office's own and write it.

    Args:
        data: the file, its other fields filled.
        parts: (text of the paragraph, what is set in its place) in the order of the text; None for the contents.
        mark: the line that says who had it made and when; it ends the file.
        target: an open file.
    """
    word: Any = Document(io.BytesIO(data))
    _add_styles(word)
    writer = BookWriter(word)
    places = {paragraph.text: paragraph for paragraph in word.paragraphs}
    contents = None
    for token, book in parts:
        if token in places and book is None:
            contents = places[token]
        elif token in places and book is not None:
            writer.in_place_of(places[token], book)
    if contents is not None:
        writer.contents(contents)
        _remove(contents)
    if mark:
        writer.line(mark, size=SMALLER)
    word.save(target)


class BookWriter:
    """Sets the parts of a book at the end of a Word file."""

    width: int = TEXT_WIDTH
    tallest: int = TALLEST
    """The text area, and the height of a picture."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.sections = Sections(word)
        self.headings: list[tuple[int, str, str]] = []
        self.photographs = Photographs(word, self.width, self.tallest)

    def line(self, text: str = "", *, font: str = SONG, size: Any = BODY, align: Any = None) -> Any:
        """A paragraph in one font."""
        paragraph = self.word.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        if text:
            add_run(paragraph, one_line(text), font=font, size=size)
        return paragraph

    def cover(self, book: Book) -> None:
        """Title, whose it is, and what it is about, on a page without number; then the marks of all pages."""
        centre = WD_ALIGN_PARAGRAPH.CENTER
        title = self.line(book.title, font=TITLE, size=Pt(36), align=centre)
        title.paragraph_format.space_before, title.paragraph_format.space_after = Mm(60), Mm(24)
        fitting = Pt(max(14, min(22, int(430 / max(1, len(book.owner))))))  # in one line, if it can be read then
        owner = self.line(book.owner, font=TITLE, size=fitting, align=centre)
        owner.paragraph_format.space_after = Mm(40)
        for label, text in book.about:
            self.line(f"{label}：{text}", font=FANGSONG, size=Pt(16), align=centre).paragraph_format.space_after = Pt(8)
        self.sections.mark_pages(f"{one_line(book.owner)} · {one_line(book.title)}", one_line(book.mark))
        self.sections.end_cover()

    def contents_head(self) -> Any:
        """The heading of the contents; what stands in them is set when the chapters are written."""
        head = self.line(_("Contents"), font=TITLE, size=Pt(18), align=WD_ALIGN_PARAGRAPH.CENTER)
        head.paragraph_format.space_after = Pt(12)
        return head

    def in_place_of(self, paragraph: Any, book: Book) -> None:
        """The blocks of a book where a paragraph stands in the middle of a file."""
        before = self.sections.end()
        self.blocks(book)
        self.sections.leave()
        for element in self.sections.written_after(before):
            paragraph._p.addprevious(element)  # noqa: SLF001 - python-docx cannot move what it wrote
        _remove(paragraph)

    def contents(self, head: Any) -> Any:
        """The contents after their heading: a field that Word fills with page numbers, true as it stands until then."""
        place, last = head._p, len(self.headings) - 1  # noqa: SLF001 - python-docx inserts only before
        for index, (level, text, anchor) in enumerate(self.headings):
            entry = tables.contents_line(text, anchor, level)
            if index == 0:
                field(entry, ' TOC \\o "1-2" \\h \\z ', at_start=True)
            if index == last:
                field(entry, "", at_start=False)
            place.addnext(entry)
            place = entry
        return place

    def blocks(self, book: Book) -> None:
        """All blocks of the book, each on a page upright or across as it asks for."""
        for across, block in book.spreads():
            self.sections.turn(across=across)
            self.block(block)

    def block(self, block: BookBlock) -> None:
        match block:
            case Heading():
                self.heading(block)
            case Paragraph(text):
                self.line(str(text))
            case Remark(text):
                self.line(text, font=KAI, size=SMALLER)
            case Facts():
                self.word._body._element._insert_tbl(tables.form(rows_of(block)))  # noqa: SLF001 - tables are built as XML, which is ten times as fast
                self.line().paragraph_format.line_spacing = Pt(6)
            case Passage(heading, text):
                self.passage(heading, text)
            case Pictures():
                self.photographs.add(block)
                self.line().paragraph_format.line_spacing = Pt(6)
            case Table():
                self.table(block)

    def heading(self, heading: Heading) -> None:
        """A heading that the contents and the navigation of Word know."""
        font, size = _HEADINGS[heading.level - 1]
        text = heading.number + one_line(str(heading.text))
        paragraph = self.line(text, font=font, size=size)
        paragraph.style = self.word.styles[f"Heading {heading.level}"]
        if heading.level <= _CONTENTS:
            anchor = f"_Toc{len(self.headings) + 1:08d}"
            tables.bookmark(paragraph._p, anchor, len(self.headings) + 1)  # noqa: SLF001 - python-docx knows no bookmarks
            self.headings.append((heading.level, text, anchor))

    def passage(self, heading: str, text: str) -> None:
        """A small heading and its paragraphs, the first beside it."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        paragraph = self.line(f"{heading}：", font=HEI)
        for index, words in enumerate(lines):
            if index:
                paragraph = self.line()
                paragraph.paragraph_format.first_line_indent = Pt(24)
            add_run(paragraph, one_line(words), font=SONG, size=BODY)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def table(self, table: Table) -> None:
        """A list with a repeated head."""
        heads = [str(column.label) for column in table.columns]
        widths = tables.shares([column.width for column in table.columns], self.sections.width)
        rows = ([shown(v, c.kind) for v, c in zip(row, table.columns, strict=True)] for row in table.rows)
        right = [column.kind in RIGHT for column in table.columns]
        self.word._body._element._insert_tbl(tables.grid(heads, rows, widths, right))  # noqa: SLF001 - as above
        self.line().paragraph_format.line_spacing = Pt(6)


def set_styles(word: Any, headings: Sequence[tuple[str, Any]], body: Any) -> None:
    """The fonts and sizes of running text and of headings, from level 1 on."""
    normal = word.styles["Normal"]
    set_fonts(normal.element.get_or_add_rPr(), SONG)
    normal.font.size = body
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.3
    _add_styles(word)
    for level, (font, size) in enumerate(headings, start=1):
        style = word.styles[f"Heading {level}"]
        set_fonts(style.element.get_or_add_rPr(), font)
        style.font.size, style.font.bold, style.font.color.rgb = size, False, RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
        style.paragraph_format.keep_with_next = True
    name_fonts(word)


def _add_styles(word: Any) -> None:
    """The styles of headings and contents, where the file has none of that name."""
    known = {style.name.lower() for style in word.styles}
    for level in (1, 2, 3, 4):
        if f"heading {level}" not in known:
            word.styles.add_style(f"Heading {level}", WD_STYLE_TYPE.PARAGRAPH).paragraph_format.keep_with_next = True
    for level in (1, 2):
        if f"toc {level}" not in known:
            style = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            style.paragraph_format.left_indent = Pt(24 * (level - 1))


def _remove(paragraph: Any) -> None:
    paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - python-docx removes nothing
