"""What every Word file is set with: fonts and their substitutes, runs, borders, page numbers.

The fonts of the standard are named, not included; beside each stand the names of its substitutes, so Word, WPS and
LibreOffice take the nearest they have.
"""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from lxml import etree

from dangjian.kernel.documents.cells import CellKind, printable

FANGSONG, KAI, HEI, TITLE, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
SUBSTITUTES = {
    FANGSONG: "仿宋,FangSong,FandolFang R,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,FandolKai,Noto Serif CJK SC",
    HEI: "SimHei,FandolHei,Noto Sans CJK SC",
    TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,Noto Serif CJK SC",
    SONG: "SimSun,FandolSong,Noto Serif CJK SC",
}
LATIN = "Times New Roman"
RED = RGBColor(0xD0, 0x02, 0x1B)
RIGHT = {CellKind.INTEGER, CellKind.NUMBER, CellKind.PERCENT}


def page_number(footer: Any, align: Any) -> None:
    """The number of the page between dashes, as a field."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    indent_by(paragraph, **{"right" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left": Pt(14).twips})
    for kind, text in (("", "— "), ("begin", ""), ("instr", " PAGE "), ("end", ""), ("", " —")):
        run = add_run(paragraph, text if not kind else "", font=SONG, size=Pt(14), latin=SONG)
        if kind == "instr":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)  # noqa: SLF001 - python-docx has no word for fields
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - as above


def add_run(paragraph: Any, text: str, *, font: str, size: Any, latin: str = LATIN) -> Any:
    """A stretch of text without what no file format takes."""
    run = paragraph.add_run(printable(text))
    run.font.size = size
    set_fonts(run._r.get_or_add_rPr(), font, latin)  # noqa: SLF001 - python-docx sets the Latin font only
    return run


def set_fonts(properties: Any, font: str, latin: str = LATIN) -> None:
    """Name the font of Chinese characters and that of Latin letters."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)


def name_fonts(word: Any) -> None:
    """Tell the file the substitutes of the fonts that are named and not included."""
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for name, substitutes in SUBSTITUTES.items():
        table.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{substitutes}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
            )
        )
    part._blob = serialised(table)  # noqa: SLF001 - python-docx keeps the font table as plain bytes


def serialised(element: Any) -> bytes:
    """An XML element as a part of the file."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def indent_by(paragraph: Any, **values: int) -> None:
    """Indents in hundredths of a character and twips, by the names of the format."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - python-docx knows no indents in characters
    for name, value in values.items():
        indent.set(qn(f"w:{name}"), str(value))


def add_border(paragraph: Any, side: str, *, size: int, color: str = "000000", space: int = 1) -> None:
    """A rule at one side of a paragraph."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx knows no borders
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
            "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
            "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr",
        )  # fmt: skip
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", color)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)


def off_the_grid(paragraph: Any) -> None:
    """Let a paragraph stand free of the grid of lines."""
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")  # noqa: SLF001 - as above


def row_property(row: Any, name: str) -> None:
    """A property of a row of a table, such as a repeated head."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx knows no repeated heads
