import io
from datetime import date

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dangjian.kernel.documents.blocks import chinese_date, chinese_number
from dangjian.kernel.documents.cells import CellKind, Column
from dangjian.kernel.documents.official import (
    Heading,
    Items,
    OfficialDocument,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Table,
)

NOTE = "直属党组织数，截至2017年12月31日。"


def report(**changes):
    table = Table(
        [Column("支部", 20), Column("党员", 8, CellKind.INTEGER)],
        [["第一党支部", Run("12", note="名册")]],
        caption="表1",
    )
    wide = Table([Column(f"栏{index}") for index in range(9)], [list(range(9))] * 60, landscape=True)
    parts = {
        "title": "关于2017年度\n工作成效的报告",
        "issuer": "某某市直机关工委文件",
        "number": "某直委〔2017〕12号",
        "recipients": ["市委", "市委组织部"],
        "body": [
            Heading(1, "基本情况"),
            Heading(2, "组织"),
            Paragraph([Run("直属党组织"), Run("85", note=NOTE), Run("个。")]),
            Heading(2, "队伍"),
            Heading(3, "年龄"),
            Heading(4, "青年"),
            Items(["三会一课", "主题党日"], numbered=True),
            table,
            Heading(1, "做法"),
            Heading(2, "换届"),
            wide,
            Paragraph("第一段\n第二段"),
        ],
        "attachments": ["名册", "统计表"],
        "signature": "某某市直机关工委",
        "signed_on": date(2017, 12, 3),
        "remark": "此件公开发布",
        "copies": ["市纪委"],
        "printed_by": "办公室",
        "printed_on": date(2018, 1, 2),
    }
    return OfficialDocument(**(parts | changes))


def pdf_text(document):
    pages = pypdf.PdfReader(io.BytesIO(document.pdf())).pages
    return [page.extract_text().replace(" ", "").replace("\n", "") for page in pages]


def test_report_as_pdf():
    document = report()
    reader = pypdf.PdfReader(io.BytesIO(document.pdf()))
    width, height = (float(reader.pages[0].mediabox[side]) * 25.4 / 72 for side in (2, 3))
    assert (round(width), round(height)) == (210, 297)
    text = "".join(pdf_text(document))
    for expected in (
        "一、基本情况",
        "（一）组织",
        "（二）队伍",
        "1.年龄",
        "（1）青年",
        "二、做法",
        "（一）换届",
        "2017年12月3日",
        "抄送：市纪委",
        NOTE,
    ):
        assert expected in text
    across = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(across) >= 2
    assert all("栏0" in page.extract_text().replace(" ", "") for page in across)


def test_page_numbers_stand_outside():
    reader = pypdf.PdfReader(io.BytesIO(report(issuer="", body=[Paragraph("长段落。" * 900)]).pdf()))
    places = []
    for page in reader.pages[:2]:
        seen = []

        def note(text, cm, tm, *_, seen=seen):
            if "—" in text:
                seen.append(tm[4] * cm[0] + cm[4])

        page.extract_text(visitor_text=note)
        places.append(seen[-1])
    assert places[0] > 300 > places[1]


def test_twenty_two_lines_of_twenty_eight_characters():
    pages = pypdf.PdfReader(io.BytesIO(OfficialDocument(title="题", body=[Paragraph("国" * 28 * 50)]).pdf())).pages
    lines = [line for line in pages[1].extract_text().splitlines() if "国" in line]
    assert len(lines) == 22
    assert {len(line.strip()) for line in lines} == {28}


def test_report_as_word_file():
    word = docx.Document(io.BytesIO(report().docx()))
    first = word.sections[0]
    margins = [
        round(side.mm) for side in (first.top_margin, first.left_margin, first.bottom_margin, first.right_margin)
    ]
    assert margins == [37, 28, 35, 26]
    assert first._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"
    assert [section.orientation for section in word.sections] == [0, 1, 0]
    texts = [paragraph.text for paragraph in word.paragraphs]
    for expected in (
        "一、基本情况",
        "（二）队伍",
        "1.年龄",
        "（1）青年",
        "（一）换届",
        "直属党组织85[1]个。",
        f"[1] {NOTE}",
        "[2] 名册",
        "第二段",
        "附件：1. 名册",
    ):
        assert expected in texts
    assert word.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    fonts = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in word.paragraphs for run in paragraph.runs}
    assert fonts == {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"}
    assert word.core_properties.author == "某某市直机关工委"


def test_page_number_fields_on_odd_and_even_pages():
    word = docx.Document(io.BytesIO(report().docx()))
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    assert [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)] == [2, 0]
    assert "PAGE" in section.footer._element.xml


def test_a_short_notice_needs_no_more_than_a_title():
    document = OfficialDocument(title="通知")
    assert pdf_text(document)[0].startswith("通知")
    assert docx.Document(io.BytesIO(document.docx())).paragraphs[0].text == "通知"


HOSTILE = '#eval("1") $x$ *b* `c` // /* @ref <a> \\ & "\' {{x}} ]] %'


def test_what_was_typed_is_printed_and_never_run():
    document = OfficialDocument(
        title=HOSTILE, body=[Paragraph(HOSTILE), Heading(1, HOSTILE), Table([Column(HOSTILE)], [[HOSTILE]])]
    )
    assert HOSTILE.replace(" ", "") in "".join(pdf_text(document)).replace("”", '"')
    assert HOSTILE in [paragraph.text for paragraph in docx.Document(io.BytesIO(document.docx())).paragraphs]


def test_a_character_no_font_has_still_makes_a_file():
    assert OfficialDocument(title="笑\U0001fae8").pdf().startswith(b"%PDF")


@pytest.mark.parametrize("filler", range(14, 23))
def test_a_heading_and_the_note_stand_on_the_page_of_the_text(filler):
    text = [Run("数字"), Run("85", note="脚注" * 30), Run("和"), Run("609", note="另注")]
    body = [Paragraph("国" * 26)] * filler + [Heading(1, "标题"), Heading(2, "小题"), Paragraph(text)]
    places = [
        [index for index, page in enumerate(pdf_text(OfficialDocument(title="题", body=body))) if word in page]
        for word in ("85", "标题", "小题", "脚注脚注", "另注")
    ]
    assert places == [places[0]] * 5
    assert len(places[0]) == 1


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_makes_both_files(text):
    document = OfficialDocument(
        title=text, issuer=text, body=[Paragraph(text), Items([text]), Table([Column(text)], [[text]])], signature=text
    )
    assert document.pdf().startswith(b"%PDF")
    assert docx.Document(io.BytesIO(document.docx()))


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_chinese_numbers(number, written):
    assert chinese_number(number) == written


def test_chinese_date():
    assert chinese_date(date(2017, 1, 2)) == "2017年1月2日"


def photograph():
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(out, "JPEG")
    return io.BytesIO(out.getvalue())


def test_pictures_stand_whole_with_their_words_and_a_lost_one_is_named():
    def gone():
        raise FileNotFoundError

    shown = Pictures([Picture(photograph, "重温入党誓词"), Picture(gone, "走访现场")], 2)
    document = report(body=[Heading(1, "会议图片"), shown, Paragraph("以上属实。")])
    word = docx.Document(io.BytesIO(document.docx()))
    (drawing,) = word.element.body.iter(qn("wp:inline"))
    (paragraph,) = drawing.iterancestors(qn("w:p"))
    assert paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:lineRule")) == "auto"
    words = "".join(text.text or "" for text in word.element.body.iter(qn("w:t")))
    pages = pypdf.PdfReader(io.BytesIO(document.pdf())).pages
    on_paper = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert sum(len(page.images) for page in pages) == 1
    for text in (words, on_paper):
        assert text.index("会议图片") < text.index("重温入党誓词") < text.index("走访现场") < text.index("以上属实")
