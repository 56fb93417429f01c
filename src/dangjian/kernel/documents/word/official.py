"""Official documents for Word: the layout of GB/T 9704-2012 by named fonts, character grid and sections."""

import io
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from dangjian.kernel.documents.blocks import (
    Block,
    Heading,
    Items,
    OfficialParts,
    Paragraph,
    Pictures,
    Run,
    Table,
    Text,
    chinese_date,
    one_line,
    runs,
)
from dangjian.kernel.documents.cells import shown

from .parts import (
    FANGSONG,
    HEI,
    KAI,
    RED,
    RIGHT,
    TITLE,
    add_border,
    add_run,
    indent_by,
    name_fonts,
    off_the_grid,
    page_number,
    row_property,
    set_fonts,
)
from .photographs import Photographs

BODY = Pt(16)
PITCH = Pt(28.95)
_GRID = {"type": "linesAndChars", "linePitch": "579", "charSpace": "-849"}  # 22 lines of 28 characters
_HEADING_FONTS = (HEI, KAI, FANGSONG, FANGSONG)
_MARGINS = {"top_margin": Mm(37), "left_margin": Mm(28), "bottom_margin": Mm(35), "right_margin": Mm(26)}
_ACROSS = {"top_margin": Mm(28), "left_margin": Mm(35), "bottom_margin": Mm(26), "right_margin": Mm(37)}
_FOOTER = Mm(24.5)  # so that the page number stands 7 mm below the type area


def official_docx(document: OfficialParts) -> bytes:
    """The document as a Word file."""
    writer = _Writer(document)
    writer.head()
    for block in document.blocks():
        writer.block(block)
    writer.foot()
    buffer = io.BytesIO()
    writer.word.save(buffer)
    return buffer.getvalue()


class _Writer:
    """Sets one document, from the top down."""

    def __init__(self, document: OfficialParts) -> None:
        self.parts = document
        self.word: Any = Document()
        self.photographs = Photographs(self.word)
        self.notes: list[str] = []
        _set_up(self.word, document)

    def line(
        self, text: Text = "", *, font: str = FANGSONG, size: Any = BODY, align: Any = None, indent: float = 0
    ) -> Any:
        """A paragraph; `indent` is that of its first line in characters."""
        paragraph = self.word.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        if indent:
            indent_by(paragraph, firstLineChars=int(indent * 100), firstLine=int(indent * size.twips))
        self.runs(paragraph, text, font=font, size=size)
        return paragraph

    def runs(self, paragraph: Any, text: Text, *, font: str, size: Any) -> None:
        for part in runs(text):
            add_run(paragraph, part.text, font=font, size=size)
            if part.note:
                self.notes.append(part.note)
                add_run(paragraph, f"[{len(self.notes)}]", font=font, size=size).font.superscript = True

    def head(self) -> None:
        """Red head, number, title and recipients."""
        parts, centre = self.parts, WD_ALIGN_PARAGRAPH.CENTER
        if parts.issuer:
            size = Pt(min(60, int(442 / max(1, len(parts.issuer)) * 0.97)))
            issuer = self.line(parts.issuer, font=TITLE, size=size, align=centre)
            issuer.paragraph_format.space_before = Mm(33)
            issuer.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            issuer.runs[0].font.color.rgb = RED
            self.line()
            add_border(self.line(parts.number, align=centre), "bottom", size=12, color=str(RED), space=4)
            self.line()
        for title in parts.title.splitlines():
            line = self.line(title.strip(), font=TITLE, size=Pt(22), align=centre)
            line.paragraph_format.line_spacing = Pt(35)
        if parts.number and not parts.issuer:
            self.line(parts.number, align=centre)
        self.line()
        if parts.recipients:
            self.line("、".join(parts.recipients) + "：")

    def block(self, block: Block) -> None:
        """One block of the body."""
        match block:
            case Heading(level, text, number):
                heading = self.line(font=_HEADING_FONTS[level - 1], indent=2)
                heading.style = self.word.styles[f"Heading {level}"]
                self.runs(heading, (Run(number), *runs(text)), font=_HEADING_FONTS[level - 1], size=BODY)
            case Paragraph(text):
                self.line(text, indent=2).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            case Items(items, numbered):
                for index, item in enumerate(items, start=1):
                    self.line((Run(f"{index}. " if numbered else "— "), *runs(item)), indent=2)
            case Table():
                self.table(block)
            case Pictures():
                self.photographs.add(block)
                self.line()

    def table(self, table: Table) -> None:
        """A table with a repeated head, on pages of its own when it lies across."""
        if table.landscape:
            _section(self.word, across=True)
        if table.caption:
            caption = self.line(table.caption, font=HEI, size=Pt(14), align=WD_ALIGN_PARAGRAPH.CENTER)
            caption.paragraph_format.keep_with_next = True
        grid = self.word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        grid.autofit = False
        width = Mm(225 if table.landscape else 156)
        total = sum(column.width for column in table.columns)
        widths = [Emu(int(width * column.width / total)) for column in table.columns]
        head = grid.rows[0]
        row_property(head, "w:tblHeader")
        for cell, column in zip(head.cells, table.columns, strict=True):
            self.cell(cell, str(column.label), font=HEI, align=WD_ALIGN_PARAGRAPH.CENTER)
        for values in table.rows:
            row = grid.add_row()
            for cell, value, column in zip(row.cells, values, table.columns, strict=True):
                align = WD_ALIGN_PARAGRAPH.RIGHT if column.kind in RIGHT else WD_ALIGN_PARAGRAPH.LEFT
                text: Text = (value,) if isinstance(value, Run) else shown(value, column.kind)
                self.cell(cell, text, font=FANGSONG, align=align)
        for row in grid.rows:
            row_property(row, "w:cantSplit")
            for cell, cell_width in zip(row.cells, widths, strict=True):
                cell.width = cell_width
        if table.landscape:
            _section(self.word, across=False)

    def cell(self, cell: Any, text: Text, *, font: str, align: Any) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        off_the_grid(paragraph)
        self.runs(paragraph, text, font=font, size=Pt(10.5))

    def foot(self) -> None:
        """Attachments, signature and date, remark, notes, copies and the printing line."""
        parts = self.parts
        if parts.attachments:
            self.line()
            for index, name in enumerate(parts.attachments, start=1):
                mark = f"{index}. " if len(parts.attachments) > 1 else ""
                first = index == 1
                self.line(("附件：" if first else "") + mark + name, indent=2 if first else 5)
        self.signature()
        if parts.remark:
            self.line(f"（{parts.remark}）", indent=2)
        if self.notes:
            self.line()
            self.line(_("Notes"), font=HEI, size=Pt(12))
            for number, note in enumerate(self.notes, start=1):
                self.line(f"[{number}] {note}", size=Pt(12))
        self.imprint()

    def signature(self) -> None:
        """Who signs, centred over the date, which stands four characters from the right (7.3.5.1)."""
        parts = self.parts
        if not (parts.signature or parts.signed_on):
            return
        self.line()
        day = chinese_date(parts.signed_on) if parts.signed_on else ""
        day_width = sum(0.5 if char.isdigit() else 1.0 for char in day)
        if parts.signature:
            beside = 4 + (day_width - len(parts.signature)) / 2
            line = self.line(parts.signature, align=WD_ALIGN_PARAGRAPH.RIGHT)
            indent_by(line, right=int(max(2, beside) * BODY.twips))
        if day:
            shift = max(4.0, 2 + (len(parts.signature) - day_width) / 2)
            indent_by(self.line(day, align=WD_ALIGN_PARAGRAPH.RIGHT), right=int(shift * BODY.twips))

    def imprint(self) -> None:
        """Copies and the printing line between rules (7.4)."""
        parts, size = self.parts, Pt(14)
        printed = f"{chinese_date(parts.printed_on)}印发" if parts.printed_on else ""
        lines = []
        if parts.copies:
            lines.append(self.line("抄送：" + "，".join(parts.copies) + "。", size=size, indent=1))
        if parts.printed_by or printed:
            line = self.line(f"{parts.printed_by}\t{printed}", size=size, indent=1)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(156) - size, 2)
            lines.append(line)
        for index, line in enumerate(lines):
            add_border(line, "top", size=8 if index == 0 else 6)
            if index == len(lines) - 1:
                add_border(line, "bottom", size=8)


def _set_up(word: Any, document: OfficialParts) -> None:
    normal = word.styles["Normal"]
    set_fonts(normal.element.get_or_add_rPr(), FANGSONG)
    normal.font.size = BODY
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = PITCH
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    for level, font in enumerate(_HEADING_FONTS, start=1):
        style = word.styles[f"Heading {level}"]
        set_fonts(style.element.get_or_add_rPr(), font)
        style.font.size, style.font.bold, style.font.italic = BODY, False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
    name_fonts(word)
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    _page(section, across=False)
    page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    properties = word.core_properties
    properties.title = one_line(document.title)[:250]
    properties.author = properties.last_modified_by = one_line(document.signature)[:250]
    properties.comments = ""
    day = document.signed_on
    if day:
        properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def _page(section: Any, *, across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    for side, margin in (_ACROSS if across else _MARGINS).items():
        setattr(section, side, margin)
    section.footer_distance = Mm(15.5) if across else _FOOTER
    properties = section._sectPr  # noqa: SLF001 - python-docx has no word for the character grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    for name, value in _GRID.items():
        grid.set(qn(f"w:{name}"), value)
    properties.append(grid)


def _section(word: Any, *, across: bool) -> None:
    _page(word.add_section(WD_SECTION.NEW_PAGE), across=across)
