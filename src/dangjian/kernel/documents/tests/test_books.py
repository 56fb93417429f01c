"""Books as Word and PDF: nothing is lost, nothing is blank, whatever stands in them."""

import io
import re

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from dangjian.kernel.documents.blocks import Heading, Paragraph, Picture, Pictures, Table, one_line
from dangjian.kernel.documents.book_pdf import book_pdf, breakable
from dangjian.kernel.documents.books import Book, Facts, Passage, Remark, rows_of
from dangjian.kernel.documents.cells import Column
from dangjian.kernel.documents.pictures import SMALL, WIDE, scaled
from dangjian.kernel.documents.word.book import book_docx

HOSTILE = [
    "a\x00b\x07\ud800",
    "<w:p>&amp;</w:p> #let x = [*bold*] $x$ \\",
    "x" * 3000,
    "שלום עולם \u202e مرحبا",
    "=1+1",
    "😀" * 200,
    " \n\t ",
]


def jpeg(size=(400, 300), mode="RGB", kind="JPEG"):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def picture(data, caption=""):
    return Picture(lambda: io.BytesIO(data), caption)


def gone():
    raise FileNotFoundError


def book(blocks, **facts):
    return Book("工作台账", "甲局第一支部", [("期间", "2017年")], blocks, **{"mark": "王一 导出", **facts})


def docx(blocks, **facts):
    out = io.BytesIO()
    book_docx(book(blocks, **facts), out)
    return Document(out)


def pdf(blocks, **facts):
    out = io.BytesIO()
    book_pdf(book(blocks, **facts), out)
    return PdfReader(out)


def sample():
    yield Heading(1, "定目标计划")
    yield Paragraph("本期没有记录。")
    yield Heading(1, "明责任分工")
    yield Heading(2, "任职")
    yield Table([Column("姓名"), Column("职务")], [["王一", "书记"]] * 80)
    yield Heading(1, "严组织生活")
    yield Heading(2, "会议")
    for number in range(1, 4):
        yield Heading(3, f"{number}. 会议")
        yield Facts([("时间", "2017-03-01"), ("地点", "会议室")])
        yield Passage("议程", "一\n\n二")
        yield Pictures([picture(jpeg(), "会场"), Picture(gone, "丢失")], 2)
        yield Remark("补录")
    yield Heading(1, "常监督检查")
    yield Paragraph("本期没有记录。")


def words_of(document):
    """All text of a Word file, with that of its tables."""
    return "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def test_a_word_book_has_cover_contents_chapters_and_pictures():
    document = docx(sample())
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "工作台账"
    for heading in ("一、定目标计划", "二、明责任分工", "（一）任职", "三、严组织生活", "（一）会议", "四、常监督检查"):
        assert texts.count(heading) == 2, heading  # in the contents, and where it stands
    assert [paragraph.style.name for paragraph in document.paragraphs].count("Heading 3") == 3
    assert len(list(document.element.body.iter(qn("wp:inline")))) == 3
    assert "丢失" in words_of(document)


def test_contents_lead_to_headings_that_exist():
    body = docx(sample()).element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks
    assert len(anchors) == 6


def test_lists_lie_across_and_the_rest_stands_upright():
    document = docx(sample())
    turned = [section.orientation for section in document.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert all((s.page_width > s.page_height) == (s.orientation == WD_ORIENT.LANDSCAPE) for s in document.sections)


def test_a_book_that_ends_across_opens_no_empty_page():
    blocks = [Heading(1, "一章"), Table([Column("a")], [["1"]])]
    document = docx(blocks)
    assert [section.orientation for section in document.sections][-1] == WD_ORIENT.LANDSCAPE
    assert len(pdf(blocks).pages) == 3


def test_every_page_but_the_cover_is_numbered():
    document = docx(sample())
    first, *others = document.sections
    assert first.different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in others)
    assert "PAGE" in document.sections[-1].footer._element.xml
    pages = [page.extract_text() for page in pdf(sample()).pages]
    numbers = [re.search(r"— (\d+) —", text) for text in pages]
    assert numbers[0] is None
    assert [int(found[1]) for found in numbers[1:]] == list(range(1, len(pages)))


def test_the_mark_of_the_reader_stands_on_every_page():
    pages = pdf(sample()).pages
    assert all("王一" in page.extract_text() for page in list(pages)[1:])
    assert "王一 导出" in docx(sample()).sections[-1].footer._element.xml


def test_no_page_is_blank():
    for page in pdf(sample()).pages:
        text = page.extract_text().replace("甲局第一支部 · 工作台账", "").replace("王一 导出", "")
        assert re.sub(r"— \d+ —", "", text).strip() or page.images


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_neither_format(text):
    blocks = [
        Heading(1, text),
        Heading(2, text),
        Heading(3, text),
        Facts([(text, text), ("a", text)]),
        Passage(text, text),
        Remark(text),
        Paragraph(text),
        Pictures([picture(jpeg(), text)], 1),
        Table([Column(text), Column("b")], [[text, text]]),
    ]
    document = docx(blocks)
    assert one_line(text) in words_of(document)
    assert len(pdf(blocks).pages) >= 3


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6))
def test_a_word_book_holds_every_title(titles):
    found = words_of(
        docx([block for title in titles for block in (Heading(1, "章"), Heading(3, title), Remark(title))])
    )
    for title in titles:
        assert one_line(title) in found


def test_two_short_facts_share_a_row_and_a_long_one_has_its_own():
    rows = rows_of(Facts([("a", "1"), ("b", "2"), ("c", "3"), ("d", "long " * 10), ("e", "5")]))
    assert [[label for label, _text in row] for row in rows] == [["a", "b"], ["c"], ["d"], ["e"]]


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_pictures_are_made_small(mode):
    (wide, small) = (scaled([picture(jpeg((4000, 2000), mode))], side)[0] for side in (WIDE, SMALL))
    assert (wide.width, wide.height) == (1000, 500)
    assert small.width == 480
    assert len(wide.data) < 100_000


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "1"])
def test_pictures_that_are_clear_become_white_and_not_black(mode):
    data = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).convert(mode).save(data, "PNG")
    (found,) = scaled([picture(data.getvalue())], SMALL)
    assert (found.width, found.height) == (20, 10)
    if mode in ("RGBA", "LA"):
        assert Image.open(io.BytesIO(found.data)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"no picture", jpeg()[:200], b"GIF89a" + b"\0" * 40])
def test_a_damaged_picture_is_told_and_spoils_nothing(data):
    assert scaled([picture(data), picture(jpeg())], SMALL)[0] is None


def test_long_words_may_be_broken_and_short_ones_stay():
    assert breakable("a short one") == "a short one"
    assert breakable("y" * 100).replace("\u200b", "") == "y" * 100
    assert max(map(len, breakable("y" * 100).split("\u200b"))) <= 16
