"""Tables, pictures and contents as XML: ten times as fast as cell by cell, which a list of 2,000 rows needs."""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.shape import CT_Inline
from docx.shared import Emu

from dangjian.kernel.documents.blocks import one_line

from .parts import FANGSONG, HEI, LATIN, SONG

IMAGE = RELATIONSHIP_TYPE.IMAGE
_W = nsdecls("w")
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SINGLE = '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
"""Lines as high as what stands in them; in a document with lines of a fixed height a picture would be cut off."""
_LABEL, _ROW = 1500, 8845
"""Twips: the label of a fact, and the text area of an upright page (156 mm)."""


def words(text: str, font: str, half_points: int) -> Any:
    """A run of text."""
    return parse_xml(_run(text, font, half_points, _W))


def form(rows: Sequence[Sequence[tuple[str, str]]]) -> Any:
    """Facts as a form with four columns: label, text, label, text."""
    text = (_ROW - 2 * _LABEL) // 2
    lines = []
    for row in rows:
        wide = text if len(row) > 1 else _ROW - _LABEL
        cells = [
            _cell(label, _LABEL, HEI, "center") + _cell(value, wide, SONG, "left", span=1 if len(row) > 1 else 3)
            for label, value in row
        ]
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return _table([_LABEL, text, _LABEL, text], lines, ruled=True)


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], right: Sequence[bool]) -> Any:
    """A list: a head that is repeated on every page, and its rows."""
    head = "".join(_cell(text, width, HEI, "center") for text, width in zip(heads, widths, strict=True))
    lines = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        set_cells = (_cell(text, width, FANGSONG, "right" if to_right else "left") for text, width, to_right in cells)
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(set_cells)}</w:tr>")
    return _table(widths, lines, ruled=True)


def frame(count: int, per_row: int, whole: int) -> Any:
    """Cells without rules, each with a paragraph for a picture and one for its words; `whole` twips wide."""
    width = whole // per_row
    keep = f'<w:pPr><w:keepNext/>{_SINGLE}<w:jc w:val="center"/></w:pPr>'
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{keep}</w:p>'
        f'<w:p><w:pPr>{_SINGLE}<w:jc w:val="center"/></w:pPr></w:p></w:tc>'
    )
    line = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell * per_row}</w:tr>"
    return _table([width] * per_row, [line] * -(-count // per_row), ruled=False)


def shares(wanted: Sequence[float], whole: int) -> list[int]:
    """Widths in twips that fill the page in the proportions wanted."""
    total = sum(wanted) or 1
    return [max(300, int(whole * one / total)) for one in wanted]


def run_with(drawing: Any) -> Any:
    """A run that holds a drawing."""
    run = parse_xml(f"<w:r {_W}><w:drawing/></w:r>")
    run[0].append(drawing)
    return run


def inline(number: int, relation: str, caption: str, size: tuple[int, int]) -> Any:
    """A picture in the line; its words are also read to those who do not see it."""
    width, height = (Emu(side) for side in size)
    drawing = CT_Inline.new_pic_inline(number, relation, f"picture{number}.jpg", width, height)
    drawing.docPr.set("descr", one_line(caption))
    return drawing


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Mark the text of a paragraph so that the contents lead to it."""
    begin = parse_xml(f'<w:bookmarkStart {_W} w:id="{number}" w:name="{name}"/>')
    paragraph.insert(1 if paragraph.pPr is not None else 0, begin)
    paragraph.append(parse_xml(f'<w:bookmarkEnd {_W} w:id="{number}"/>'))


def contents_line(text: str, anchor: str, level: int) -> Any:
    """One line of the contents, a link to its heading."""
    run = _run(text, HEI if level == 1 else SONG, 24)
    return parse_xml(
        f'<w:p {_W}><w:pPr><w:pStyle w:val="toc{level}"/></w:pPr>'
        f"<w:hyperlink w:anchor={quoteattr(anchor)} w:history={quoteattr('1')}>{run}</w:hyperlink></w:p>"
    )


def _table(widths: Sequence[int], lines: Iterable[str], *, ruled: bool) -> Any:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = f"<w:tblBorders>{_RULES}</w:tblBorders>" if ruled else ""
    return parse_xml(
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _cell(text: str, width: int, font: str, align: str, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:line="260" w:lineRule="auto"/><w:jc w:val="{align}"/></w:pPr>'
        f"{_run(text, font, 21)}</w:p></w:tc>"
    )


def _run(text: str, font: str, half_points: int, namespace: str = "") -> str:
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"'
    return (
        f'<w:r {namespace}><w:rPr><w:rFonts {fonts}/><w:sz w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(one_line(text))}</w:t></w:r>'
    )
