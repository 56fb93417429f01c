import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from dangjian.foundation.members.tests.factories import member
from dangjian.insight.ledgers import binding
from dangjian.insight.ledgers.binding import steps_of
from dangjian.insight.ledgers.enums import LedgerFormat, PictureLayout
from dangjian.insight.ledgers.gathering import ledger_of, section_of
from dangjian.insight.ledgers.making import file_name, make
from dangjian.insight.ledgers.services import choose_layout
from dangjian.insight.ledgers.telling import told
from dangjian.kernel.audit.looks import flush
from dangjian.kernel.audit.models import Look
from dangjian.kernel.periods import Period
from dangjian.kernel.records import kinds
from dangjian.work.life.services import Decided
from dangjian.work.life.tests.factories import held

from .factories import EVENTS, event, photograph

YEAR = Period.year_of(2017)


@pytest.fixture
def busy(small_city):
    """A branch with three events, one with photographs, below an organ committee with one of its own."""
    record = event(small_city.first_one, date(2017, 3, 1), document_number="甲委〔2017〕1号", note="一\n二")
    photograph(record, "会场.jpg")
    photograph(record, "IMG_1.jpg")
    event(small_city.first_one, date(2017, 5, 1), new_name="甲一")
    event(small_city.first_one, date(2017, 6, 1), new_name="<w:t>&", corrects=record, correction_reason="笔误")
    event(small_city.first, date(2017, 7, 1), new_name="甲")
    return small_city


def made(organisation, actor, kind, told=None):
    out = io.BytesIO()
    tell = (lambda *step: told.append(step)) if told is not None else (lambda *_step: None)
    make(ledger_of(organisation, YEAR, actor), kind, out, tell)
    out.seek(0)
    return out


def words_of(document):
    return "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def test_a_word_ledger_says_everything_its_records_hold(busy):
    told = []
    words = words_of(Document(made(busy.first_one, busy.actor(), LedgerFormat.DOCX, told)))
    for said in ("甲委〔2017〕1号", "甲一", "<w:t>&", "笔误", "会场", "定目标计划", "建工作台账", "2017"):
        assert said in words
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)


def test_the_pdf_says_the_same(busy):
    pages = PdfReader(made(busy.first_one, busy.actor(), LedgerFormat.PDF)).pages
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for said in ("甲委〔2017〕1号", "笔误", "会场", "committee_staff-35"):
        assert said in words


def test_chapters_without_records_say_so_in_one_line(busy):
    document = Document(made(busy.first_one, busy.actor(), LedgerFormat.DOCX))
    texts = [paragraph.text for paragraph in document.paragraphs]
    built = [chapter.is_built for chapter in ledger_of(busy.first_one, YEAR, busy.actor()).chapters[:6]]
    assert texts.count("本期没有记录。") == built.count(True)
    assert texts.count("该功能尚未建成。") == built.count(False)


def test_a_committee_tells_its_own_and_lists_those_below(busy):
    document = Document(made(busy.first, busy.actor(), LedgerFormat.DOCX))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert len(headings) == 2
    assert len([p for p in document.paragraphs if p.style.name == "Heading 3"]) == 1
    grids = [table for table in document.tables if len(table.rows) == 4]
    assert len(grids) == 1


def test_what_is_too_long_for_print_is_counted_by_organisation(busy, monkeypatch):
    monkeypatch.setattr(binding, "MOST_ROWS", 2)
    ledger = ledger_of(busy.committee, YEAR, busy.actor())
    words = words_of(Document(made(busy.committee, busy.actor(), LedgerFormat.DOCX)))
    assert "中共甲局机关党委4" in words
    assert steps_of(ledger, as_sheets=False) == 0
    assert steps_of(ledger, as_sheets=True) == 4


def test_excel_has_a_sheet_for_each_kind_with_every_record(busy):
    book = load_workbook(made(busy.first, busy.actor(), LedgerFormat.XLSX))
    assert len(book.sheetnames) == 3
    contents, own, below = (book[name] for name in book.sheetnames)
    assert contents.max_row == 2 + 7
    assert own.max_row == 2 + 1
    assert below.max_row == 2 + 3
    assert "committee_staff-35" in own["A1"].value


@pytest.mark.parametrize(("layout", "pictures"), [("none", 0), ("small", 2), ("wide", 2)])
def test_photographs_stand_as_the_office_likes_them(busy, layout, pictures):
    choose_layout(organisation=busy.first, pictures=layout, from_day=date(2017, 1, 1), by=busy.actor())
    document = Document(made(busy.first_one, busy.actor(), LedgerFormat.DOCX))
    drawn = list(document.element.body.iter(qn("wp:extent")))
    assert len(drawn) == pictures
    if layout == PictureLayout.NONE:
        assert "2 张照片" in words_of(document)
    if layout == PictureLayout.WIDE:
        assert int(drawn[0].get("cx")) > 3_500_000


def test_who_takes_what_shows_persons_is_noted(busy, monkeypatch):
    monkeypatch.setitem(kinds.registry, EVENTS, replace(kinds.registry[EVENTS], shows_persons=True))
    actor = busy.actor()
    make(ledger_of(busy.first_one, YEAR, actor), LedgerFormat.XLSX, io.BytesIO())
    flush(actor)
    assert Look.objects.filter(what=Look.What.EXPORT, organisation_id=busy.first_one.pk).count() == 1


@pytest.mark.parametrize("name", ["甲/乙\\丙", 'a:*?"<>|b', "a\x00\r\nb"])
def test_file_names_hold_nothing_that_a_disk_refuses(name):
    assert re.fullmatch(r'[^\\/:*?"<>|\x00-\x1f]+-2017\.pdf', file_name(name, "2017", "pdf"))


def test_a_meeting_is_told_with_attendance_and_decisions(busy, django_assert_num_queries):
    one, other = member(busy.first_one), member(busy.first_one)
    facts = {"absent": {other.pk: "出差"}, "decisions": [Decided("订阅报刊")], "chair": one}
    for day in (3, 4, 5):
        held(busy.first_one, on=date(2017, 9, day), agenda="学习\n讨论", topic=f"第{day}次", place="三楼", **facts)
    words = words_of(Document(made(busy.first_one, busy.actor(), LedgerFormat.DOCX)))
    for said in (
        "第3次",
        "三楼",
        "传达学习，讨论近期工作。",
        "讨论",
        "订阅报刊",
        "出差",
        one.name,
        "应到 2 人，实到 1 人",
    ):
        assert said in words
    section = section_of("life.meeting", busy.first_one, YEAR, busy.actor())
    assert [one.entered_on for one in told(section)] == [date(2017, 10, 9)] * 3
    with CaptureQueriesContext(connection) as few:
        list(told(section))
    for day in range(6, 26):
        held(busy.first_one, on=date(2017, 9, day), topic=f"第{day}次")
    with django_assert_num_queries(len(few)):
        assert len(list(told(section))) == 23
