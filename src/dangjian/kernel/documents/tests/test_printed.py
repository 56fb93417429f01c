"""Books for many readers as PDF, Word and EPUB: nothing is lost, everything that leads somewhere arrives there."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from dangjian.kernel.documents.blocks import Heading, Items, Paragraph, Picture, Pictures, Table
from dangjian.kernel.documents.book_epub import book_epub
from dangjian.kernel.documents.book_pdf import book_pdf
from dangjian.kernel.documents.books import (
    Index,
    Marked,
    Opening,
    Overview,
    PrintedBook,
    Remark,
)
from dangjian.kernel.documents.cells import Column
from dangjian.kernel.documents.pictures import Scaled, row_height
from dangjian.kernel.documents.word.printed import printed_docx

from .test_books import HOSTILE, gone, jpeg, picture, words_of

NOW = datetime(2017, 10, 9, 2, tzinfo=UTC)
TAX, COURT = "市地税局机关党委", "市法院机关党委"
LONG = "一年来，支部把服务落实到每个环节，让群众放心、省心、安心。" * 12


def sample():
    for part, owners in (("服务发展篇", (TAX, COURT)), ("服务群众篇", ("市教育局党总支",))):
        yield Heading(1, part)
        for owner in owners:
            yield Marked(Opening(f"{owner}的做法", owner, "“无忧办税”品牌", "一句话说清。"), [owner])
            yield Heading(2, "背景")
            yield Marked(Paragraph(LONG), [TAX])
            yield Heading(2, "做法")
            yield Items(["一是", "二是"], numbered=True)
            yield Pictures([picture(jpeg((400, 300)), "图1　窗口"), picture(jpeg((300, 400)), "图2　宣誓")], 2)
            yield Heading(3, "小标题")
            yield Paragraph(LONG)
            yield Pictures([Picture(gone, "图3　丢失")], 1)
            yield Remark("数据截至当日。")
    yield Heading(1, "案例一览表")
    columns = [Column("序号", 4), Column("品牌", 20)]
    yield Overview(columns, [(1, ["1", "甲"]), (2, ["2", "乙"]), (3, ["3", "丙"])])
    yield Heading(1, "党组织索引")
    yield Index([("D", [TAX]), ("F", [COURT]), ("Z", ["没有出现的"])])


def book(blocks, **facts):
    about = {
        "cover": ["市直机关", "优秀案例汇编"],
        "subtitle": "2017",
        "imprint": [("编印", "市直机关工委"), ("印数", "500册")],
        "preface": ["前言第一段。", "前言第二段。"],
        "signed": ["市直机关工委", "2017年10月9日"],
        "identifier": "2f0a6a3e-58fd-4d2c-9d5b-0d7f7b8a3d11",
    }
    return PrintedBook(
        "市直机关优秀案例汇编", "市直机关工委", [("编印", "二〇一七年十月")], blocks, **{**about, **facts}
    )


def pdf(blocks, **facts):
    out = io.BytesIO()
    book_pdf(book(blocks, **facts), out)
    return PdfReader(out)


def docx(blocks, **facts):
    out = io.BytesIO()
    printed_docx(book(blocks, **facts), out)
    return Document(out)


def epub(blocks, **facts):
    out = io.BytesIO()
    book_epub(book(blocks, **facts), out, NOW)
    return zipfile.ZipFile(out)


@pytest.fixture(scope="module")
def pages():
    return [page.extract_text() for page in pdf(sample()).pages]


def squeezed(text):
    """The text without the blanks that only its setting put there."""
    return re.sub(r"\s", "", text)


def number_of(page):
    """The number that a page of the body bears."""
    return int(re.findall(r"^\d+$", page, re.MULTILINE)[-1])


def page_with(pages, words):
    """The first page of the body with these words."""
    return next(text for text in pages[4:] if words in squeezed(text))


def test_a_printed_book_has_cover_imprint_preface_and_contents_before_its_body(pages):
    assert "优秀案例汇编" in pages[0]
    assert "500册" in pages[1].replace(" ", "")
    assert "前言第一段" in pages[2]
    assert f"{TAX}的做法" in pages[3]


def test_contents_overview_and_index_name_the_pages_on_which_things_stand(pages):
    first = number_of(page_with(pages, "一、背景"))
    contents, overview = pages[3], page_with(pages, "页码")
    assert re.search(rf"{TAX}的做法[ .]*{first}\b", contents)
    assert re.search(rf"1 ?甲 ?{first}\b", overview.replace("\n", " "))
    index = page_with(pages, "党组织索引")
    named = re.search(rf"{TAX}[\s　]*([\d，]+)", index)[1].split("，")
    assert named[0] == str(first)
    assert len(named) == 3  # its own article, and the paragraphs of two others that are marked with it
    assert "没有出现的" not in index


def test_running_heads_name_the_book_on_left_pages_and_the_article_on_right_ones(pages):
    body = [text for text in pages[4:] if re.search(r"^\d+$", text, re.MULTILINE)]
    heads = {number_of(text): text.splitlines()[0] for text in body if "LONG" not in text}
    inside = [n for n in heads if heads[n].startswith(("市直机关优秀案例汇编", f"{TAX}的做法", f"{COURT}的做法"))]
    assert inside
    assert all(heads[n].startswith("市直机关优秀案例汇编") == (n % 2 == 0) for n in inside)


def test_an_empty_page_before_a_part_bears_neither_head_nor_number():
    short = [
        block
        for part in ("服务发展篇", "服务群众篇")
        for block in (Heading(1, part), Opening("甲的做法", "甲", "", ""), Opening("乙的做法", "乙", "", ""))
    ]
    said = [page.extract_text().strip() for page in pdf(short, preface=[]).pages]
    assert [bool(one) for one in said] == [True, True, True, False, True, True, True, False, True, True, True]
    assert (said[4].split(), said[8].split()) == (["服务发展篇", "1"], ["服务群众篇", "5"])


def test_the_words_under_a_picture_stand_on_its_page():
    for page in pdf(sample()).pages:
        text = squeezed(page.extract_text())
        assert ("图1" in text) == (len(page.images) == 2), text


def test_no_page_of_the_body_begins_with_a_mark_that_ends_a_sentence(pages):
    for text in pages:
        for line in text.splitlines():
            assert not line.strip().startswith(tuple("，。、；：！？）》」”")), line


def test_pictures_of_a_row_stand_at_one_height_and_fill_it():
    tall, wide = Scaled(b"", 300, 400, ""), Scaled(b"", 400, 300, "")
    height = row_height([tall, wide], 121, 4, 200)
    assert height * (3 / 4 + 4 / 3) == pytest.approx(121 - 8)
    assert row_height([tall, None], 121, 4, 62) == 62


def test_a_printed_word_book_is_for_both_sides_of_the_sheet_and_its_fields_lead_to_marks_that_exist():
    document = docx(sample())
    assert document.settings.odd_and_even_pages_header_footer
    assert document.settings.element.find(qn("w:mirrorMargins")) is not None
    assert [style for style in (p.style.name for p in document.paragraphs) if style == "Heading 1"] == ["Heading 1"] * 4
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    asked = re.findall(r"PAGEREF (\w+)", document.element.body.xml)
    assert len(asked) >= 6
    assert set(asked) <= marks
    assert all(link.get(qn("w:anchor")) in marks for link in document.element.body.iter(qn("w:hyperlink")))
    assert "STYLEREF 2" in document.sections[-1].header._element.xml


def test_an_epub_names_everything_that_it_holds_and_leads_nowhere_else():
    packed = epub(sample())
    assert packed.infolist()[0].filename == "mimetype"
    assert packed.read("mimetype") == b"application/epub+zip"
    names = {name.removeprefix("book/") for name in packed.namelist() if name.startswith("book/")}
    opf = etree.fromstring(packed.read("book/content.opf"))
    items = {item.get("href") for item in opf.iter("{http://www.idpf.org/2007/opf}item")}
    assert items == names - {"content.opf"}
    anchors, links = set(), []
    for name in names:
        if name.endswith("xhtml"):
            page = etree.fromstring(packed.read(f"book/{name}"))
            anchors |= {name, *(f"{name}#{one.get('id')}" for one in page.iter() if one.get("id"))}
            links += [one.get("href") for one in page.iter("{http://www.w3.org/1999/xhtml}a")]
            shown = [one.get("src") for one in page.iter("{http://www.w3.org/1999/xhtml}img")]
            assert set(shown) <= names
    assert links
    assert set(links) <= anchors


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_no_format_of_a_printed_book(text):
    def blocks():
        yield Heading(1, text)
        yield Marked(Opening(text, text, text, text), [text])
        yield Heading(2, text)
        yield Items([text])
        yield Pictures([picture(jpeg(), text)], 1)
        yield Table([Column(text), Column("b")], [[text, text]])
        yield Heading(1, text)
        yield Overview([Column(text)], [(1, [text])])
        yield Index([(text, [text])])

    facts = {"cover": [text], "subtitle": text, "imprint": [(text, text)], "preface": [text], "signed": [text]}
    assert len(pdf(blocks(), **facts).pages) >= 5
    assert len(words_of(docx(blocks(), **facts))) > 10
    packed = epub(blocks(), **facts)
    for name in packed.namelist():
        if name.endswith(("xhtml", "opf")):
            etree.fromstring(packed.read(name))
