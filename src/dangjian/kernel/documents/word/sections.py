"""Sections of a book: pages upright and across, numbers at their foot; made of what the file's last section is like."""

from copy import deepcopy
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .parts import SONG, add_border, add_run

_BESIDE = ("w:top", "w:right", "w:bottom", "w:left")
_AFTER_TYPE = ("w:pgSz", "w:pgMar", "w:paperSrc", "w:pgBorders", "w:lnNumType", "w:pgNumType", "w:cols", "w:titlePg")


class Sections:
    """The pages of a file that is written from the beginning to its end.

    The properties of a section stand in its last paragraph, those of the last section at the end of the file.
    """

    def __init__(self, word: Any) -> None:
        self.word = word
        self.body = word.element.body
        self.last = self.body.sectPr
        self.across = False
        size = self.last.find(qn("w:pgSz"))
        margins = self.last.find(qn("w:pgMar"))
        get = lambda element, name: int(element.get(qn(f"w:{name}")))  # noqa: E731 - two words, used below only
        self._upright = get(size, "w") - get(margins, "left") - get(margins, "right")
        self._lying = get(size, "h") - get(margins, "top") - get(margins, "bottom")

    @property
    def width(self) -> int:
        """The width for text on the page as it is turned now, in twips."""
        return self._lying if self.across else self._upright

    def turn(self, *, across: bool) -> None:
        """Go on upright or across; a new page begins only when that changes."""
        if across != self.across:
            self._close(self._turned(self.across))
            self.across = across

    def finish(self) -> None:
        """The last pages stay as they are turned, so that no empty one follows."""
        if self.across:
            _turn(self.last)

    def leave(self) -> None:
        """Upright again for what follows in a file of the office's own."""
        self.turn(across=False)

    def end(self) -> Any:
        """The last thing written; None in an empty file."""
        return self.last.getprevious()

    def written_after(self, before: Any) -> list[Any]:
        """Everything written since `before` was the last, in order."""
        written: list[Any] = []
        element = self.last.getprevious()
        while element is not None and element is not before:
            written.append(element)
            element = element.getprevious()
        return written[::-1]

    def mark_pages(self, head: str, mark: str) -> None:
        """What stands at the head and the foot of every page but the cover."""
        section = self.word.sections[0]
        header = section.header.paragraphs[0]
        add_run(header, head, font=SONG, size=Pt(9))
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_border(header, "bottom", size=4)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        page_field(footer)
        if mark:
            line = section.footer.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            add_run(line, mark, font=SONG, size=Pt(8))

    def end_cover(self) -> None:
        """The cover is a section of its own without number; counting begins on the next page."""
        cover = deepcopy(self.last)
        first = OxmlElement("w:titlePg")
        cover.insert_element_before(first, "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid")
        self._close(cover)
        number = OxmlElement("w:pgNumType")
        number.set(qn("w:start"), "1")
        self.last.insert_element_before(
            number, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid"
        )

    def break_after(self, paragraph: Any) -> None:
        """What follows a paragraph begins on a new page, and numbers go on."""
        following = paragraph.getnext()
        if following is not None and following.tag == qn("w:p"):
            properties = following.get_or_add_pPr()
            properties.get_or_add_pageBreakBefore()

    def _turned(self, across: bool) -> Any:
        section = deepcopy(self.last)
        self._count_once()
        if across:
            _turn(section)
        return section

    def _count_once(self) -> None:
        for number in self.last.findall(qn("w:pgNumType")):
            self.last.remove(number)

    def _close(self, section: Any) -> None:
        last = self.last.getprevious()
        if last is None or last.tag != qn("w:p") or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            last = self.word.add_paragraph()._p  # noqa: SLF001 - python-docx knows no section properties of paragraphs
        last.get_or_add_pPr().append(section)


def set_page(section: Any) -> None:
    """A4 upright with the margins of a bound book."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(25), Mm(25)
    section.header_distance = section.footer_distance = Mm(13)


def page_field(paragraph: Any) -> None:
    """The number of the page between dashes."""
    add_run(paragraph, "— ", font=SONG, size=Pt(10.5))
    field(paragraph._p, " PAGE ", at_start=None)  # noqa: SLF001 - python-docx has no word for fields
    add_run(paragraph, " —", font=SONG, size=Pt(10.5))


def field(paragraph: Any, code: str, *, at_start: bool | None) -> None:
    """A field: its beginning at the head of a paragraph (`at_start`), its end at the foot, or (None) whole."""
    if at_start is False:
        paragraph.append(_mark("end"))
        return
    begin = _mark("begin")
    instruction = OxmlElement("w:r")
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = code
    instruction.append(text)
    runs = [begin, instruction, _mark("separate")]
    if at_start is None:
        paragraph.extend([*runs, _mark("end")])
        return
    begin[0].set(qn("w:dirty"), "true")
    at = 1 if paragraph.pPr is not None else 0
    for offset, run in enumerate(runs):
        paragraph.insert(at + offset, run)


def _mark(kind: str) -> Any:
    run = OxmlElement("w:r")
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run


def _turn(section: Any) -> None:
    """Upright to across: the sheet and its margins turn by a quarter."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    beside = [margins.get(qn(name)) for name in _BESIDE]
    for name, value in zip(_BESIDE, (*beside[-1:], *beside[:-1]), strict=True):
        margins.set(qn(name), value)
