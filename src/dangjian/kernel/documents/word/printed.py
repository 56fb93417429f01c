"""Books for many readers as Word files: what `typst/printed.typ` is for PDF, in the words of Word.

Word itself counts pages: running heads, contents, overview and index are fields, true when the file is opened.
"""

from __future__ import annotations

from collections import defaultdict
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from dangjian.kernel.documents.blocks import Heading, Items, Paragraph, Pictures, one_line
from dangjian.kernel.documents.books import (
    BookBlock,
    Index,
    Marked,
    Opening,
    Overview,
    PrintedBook,
    Remark,
)
from dangjian.kernel.documents.cells import shown

from . import tables
from .book import BookWriter, set_styles
from .parts import HEI, KAI, RIGHT, SONG, TITLE, add_border, add_run, indent_by
from .sections import field

BODY, SMALL, LEADING = Pt(10.5), Pt(8.5), Pt(18)
_WIDTH, _HEIGHT = Mm(169), Mm(239)
_INSIDE, _OUTSIDE = Mm(25), Mm(23)
_HEADINGS = ((TITLE, Pt(20)), (TITLE, Pt(17)), (HEI, Pt(12)), (HEI, BODY))
_RED = RGBColor(0x9C, 0x1B, 0x1B)
_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def printed_docx(book: PrintedBook, target: IO[bytes]) -> None:
    """Write the book as a Word file on sheets of 169 mm × 239 mm, to be printed on both sides."""
    word: Any = Document()
    set_styles(word, _HEADINGS, BODY)
    _set_pages(word)
    writer = PrintedWriter(word)
    writer.cover(book)
    writer.imprint(book)
    contents = writer.front(book)
    writer.begin_body(book)
    writer.blocks(book)
    writer.contents(contents)
    writer.fill_index()
    word.core_properties.title = one_line(book.title)[:250]
    word.core_properties.author = one_line(book.owner)[:250]
    word.core_properties.comments = ""
    word.save(target)


class PrintedWriter(BookWriter):
    """Sets the parts of a printed book one behind the other."""

    width = _WIDTH - _INSIDE - _OUTSIDE
    tallest = Mm(70)

    def __init__(self, word: Any) -> None:
        super().__init__(word)
        self.openings: list[str] = []
        self.places: dict[str, list[str]] = defaultdict(list)
        self.marks = 0
        self.waiting: list[tuple[Any, Index]] = []

    # ── before the body ─────────────────────────────────────────────────────────────────────────────────────────────

    def cover(self, book: PrintedBook) -> None:  # type: ignore[override]
        """Title in lines, subtitle, what it is about, and at the foot whose book it is."""
        lines = list(book.cover) or [book.title]
        for number, words in enumerate(lines):
            title = self.line(words, font=TITLE, size=Pt(28), align=_CENTRE)
            for run in title.runs:
                run.font.color.rgb = _RED
            title.paragraph_format.space_before = Mm(42) if number == 0 else Pt(6)
        if book.subtitle:
            self.line(book.subtitle, font=HEI, size=Pt(13), align=_CENTRE).paragraph_format.space_before = Mm(8)
        for number, (_label, words) in enumerate(book.about):
            line = self.line(words, font=KAI, size=Pt(11), align=_CENTRE)
            line.paragraph_format.space_before = Mm(16) if number == 0 else Pt(6)
        owner = self.line(book.owner, font=TITLE, size=Pt(14), align=_CENTRE)
        owner.paragraph_format.space_before = Mm(max(10, 70 - 12 * len(lines)))

    def imprint(self, book: PrintedBook) -> None:
        """The page behind the cover."""
        title = self.line(book.title, font=HEI, size=Pt(11))
        title.paragraph_format.page_break_before = True
        title.paragraph_format.space_before = Mm(100)
        add_border(title, "bottom", size=4, space=6)
        for label, words in book.imprint:
            line = self.line(label, font=HEI, size=Pt(9.5))
            line.paragraph_format.space_before = Pt(5)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(24))
            line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(24), -Mm(24)
            add_run(line, "\t", font=SONG, size=Pt(9.5))
            add_run(line, one_line(words), font=SONG, size=Pt(9.5))

    def front(self, book: PrintedBook) -> Any:
        """Preface and contents on pages with Roman numbers; returns the heading of the contents."""
        section = self.word.add_section(WD_SECTION.ODD_PAGE)
        _number_pages(section, "upperRoman")
        _feet(section)
        if book.preface:
            self._front_title(_("Preface"))
            for line in book.preface:
                self.text(line)
            for number, line in enumerate(book.signed):
                signed = self.line(line, align=WD_ALIGN_PARAGRAPH.RIGHT)
                signed.paragraph_format.right_indent = Pt(21)
                signed.paragraph_format.space_before = Pt(18) if number == 0 else Pt(0)
        contents = self._front_title(_("Contents"))
        contents.paragraph_format.page_break_before = bool(book.preface)
        return contents

    def _front_title(self, words: str) -> Any:
        title = self.line(words, font=HEI, size=Pt(16), align=_CENTRE)
        title.paragraph_format.space_before, title.paragraph_format.space_after = Mm(10), Mm(8)
        return title

    def begin_body(self, book: PrintedBook) -> None:
        """Pages numbered from 1: the title of the book over the left ones, that of the article over the right ones."""
        section = self.word.add_section(WD_SECTION.ODD_PAGE)
        _number_pages(section, "decimal")
        _feet(section)
        for header, align in (
            (section.even_page_header, WD_ALIGN_PARAGRAPH.LEFT),
            (section.header, WD_ALIGN_PARAGRAPH.RIGHT),
        ):
            header.is_linked_to_previous = False
            paragraph = header.paragraphs[0]
            paragraph.alignment = align
            add_border(paragraph, "bottom", size=3, space=3)
            if header is section.even_page_header:
                add_run(paragraph, one_line(book.title), font=HEI, size=SMALL)
            else:
                field(paragraph._p, " STYLEREF 2 ", at_start=None)  # noqa: SLF001 - python-docx has no word for fields
        self.sections.last = self.word.element.body.sectPr

    # ── the body ────────────────────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, book: PrintedBook) -> None:  # type: ignore[override]
        """All blocks of the book in order."""
        for block in book.articles():
            self.block(block)

    def block(self, block: BookBlock) -> None:
        """One block; what it is named under is remembered for the index."""
        match block:
            case Marked(inner, terms):
                before = self.sections.end()
                self.block(inner)
                self._remember(before, terms)
            case Opening():
                self.opening(block)
            case Paragraph(text):
                self.text(str(text))
            case Items(items, numbered):
                for number, item in enumerate(items, start=1):
                    self.text(f"{number}. {item}" if numbered else f"— {item}")
            case Remark(text):
                remark = self.line(text, font=KAI, size=SMALL)
                remark.paragraph_format.space_before = Pt(12)
                add_border(remark, "top", size=3, space=4)
            case Overview():
                self.overview(block)
            case Index():
                self.waiting.append((self.line(), block))
            case Pictures():
                self.photographs.add(block)
                self.line().paragraph_format.line_spacing = Pt(6)
            case _:
                super().block(block)

    def text(self, text: str) -> Any:
        """A paragraph of running text: two characters in, both edges straight, no line of it alone on a page."""
        paragraph = self.line(text, align=_BOTH)
        indent_by(paragraph, firstLineChars=200, firstLine=BODY.twips * 2)
        _lead(paragraph)
        return paragraph

    def heading(self, heading: Heading) -> None:
        """A part or an appendix on a new page, or a heading inside of an article."""
        if heading.level == 1:
            paragraph = self._titled(one_line(str(heading.text)), 1)
            paragraph.paragraph_format.page_break_before = True
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Mm(14), Mm(10)
            return
        font, size = _HEADINGS[heading.level]
        paragraph = self.line(heading.number + one_line(str(heading.text)), font=font, size=size)
        paragraph.style = self.word.styles[f"Heading {heading.level + 1}"]

    def opening(self, opening: Opening) -> None:
        """Where an article begins: what stands above, its title, whose it is, and the article in short."""
        first = self.line(opening.above, font=HEI, size=Pt(10), align=_CENTRE)
        first.paragraph_format.page_break_before = True
        first.paragraph_format.space_before = Mm(10)
        first.paragraph_format.keep_with_next = True
        for run in first.runs:
            run.font.color.rgb = _RED
        title = self._titled(one_line(opening.title), 2)
        self.openings.append(self._bookmark(title._p))  # noqa: SLF001 - python-docx knows no bookmarks
        if opening.owner:
            owner = self.line(opening.owner, font=KAI, size=BODY, align=_CENTRE)
            owner.paragraph_format.space_after = Mm(7)
        if opening.summary:
            summary = self.line(opening.summary, font=KAI, size=Pt(9.5), align=_BOTH)
            summary.paragraph_format.left_indent = summary.paragraph_format.right_indent = Mm(4)
            summary.paragraph_format.space_after = Mm(4)
            add_border(summary, "left", size=12, color="9C1B1B", space=8)

    def _titled(self, words: str, level: int) -> Any:
        font, size = _HEADINGS[level - 1]
        paragraph = self.line(words, font=font, size=size, align=_CENTRE)
        paragraph.style = self.word.styles[f"Heading {level}"]
        paragraph.alignment = _CENTRE
        self.headings.append((level, words, self._bookmark(paragraph._p, "_Toc")))  # noqa: SLF001 - as above
        return paragraph

    def overview(self, overview: Overview) -> None:
        """The table of the articles, with the page of each as a field."""
        heads = [*(str(column.label) for column in overview.columns), pgettext("of a printed book", "Page")]
        shares = tables.shares([*(column.width for column in overview.columns), 8], Emu(self.width).twips)
        cells = [
            [*(shown(value, column.kind) for value, column in zip(row, overview.columns, strict=True)), ""]
            for _number, row in overview.rows
        ]
        right = [*(column.kind in RIGHT for column in overview.columns), False]
        grid = tables.grid(heads, cells, shares, right)
        for (number, _row), line in zip(overview.rows, list(grid.iter(qn("w:tr")))[1:], strict=True):
            if number <= len(self.openings):
                field(list(line.iter(qn("w:p")))[-1], f" PAGEREF {self.openings[number - 1]} \\h ", at_start=None)
        self.word._body._element._insert_tbl(grid)  # noqa: SLF001 - tables are built as XML, which is ten times as fast
        self.line()

    def fill_index(self) -> None:
        """Write the index where it is to stand, now that everything it names is set."""
        for place, index in self.waiting:
            for letter, terms in index.groups:
                lines = [term for term in terms if self.places[term]]
                if not lines:
                    continue
                head = place.insert_paragraph_before()
                add_run(head, letter, font=HEI, size=Pt(10))
                head.paragraph_format.space_before, head.paragraph_format.keep_with_next = Pt(8), True
                for term in lines:
                    self._index_line(place.insert_paragraph_before(), term)

    def _index_line(self, line: Any, term: str) -> None:
        line.paragraph_format.left_indent = Pt(10)
        add_run(line, term + "\u3000", font=SONG, size=Pt(9))
        for number, mark in enumerate(self.places[term]):
            if number:
                add_run(line, "，", font=SONG, size=Pt(9))
            field(line._p, f" PAGEREF {mark} \\h ", at_start=None)  # noqa: SLF001 - python-docx has no word for fields

    def _remember(self, before: Any, terms: Any) -> None:
        written = self.sections.written_after(before)
        paragraph = next((one for one in written if one.tag == qn("w:p")), None)
        if paragraph is not None and terms:
            mark = self._bookmark(paragraph)
            for term in terms:
                self.places[term].append(mark)

    def _bookmark(self, paragraph: Any, prefix: str = "mark") -> str:
        self.marks += 1
        name = f"{prefix}{self.marks:08d}"
        tables.bookmark(paragraph, name, self.marks)
        return name


def _lead(paragraph: Any) -> None:
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LEADING
    layout.widow_control = True


def _set_pages(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin, section.right_margin = _INSIDE, _OUTSIDE
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    section.header_distance, section.footer_distance = Mm(16), Mm(12)
    settings = word.settings
    settings.odd_and_even_pages_header_footer = True
    for control in settings.element.findall(qn("w:characterSpacingControl")):
        control.set(qn("w:val"), "compressPunctuation")
    mirrored = OxmlElement("w:mirrorMargins")
    zoom = settings.element.find(qn("w:zoom"))
    if zoom is None:
        settings.element.insert(0, mirrored)
    else:
        zoom.addnext(mirrored)


def _number_pages(section: Any, form: str) -> None:
    properties = section._sectPr  # noqa: SLF001 - python-docx has no word for page numbers
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:fmt"), form)
    number.set(qn("w:start"), "1")
    properties.insert_element_before(
        number, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:docGrid"
    )


def _feet(section: Any) -> None:
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        footer.paragraphs[0].alignment = align
        field(footer.paragraphs[0]._p, " PAGE ", at_start=None)  # noqa: SLF001 - python-docx has no word for fields
