import io
import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangjian.kernel.documents import xlsx
from dangjian.kernel.documents.cells import CellKind, Column, Sheet
from dangjian.kernel.documents.errors import DocumentError


def opened(*sheets, watermark=None):
    with xlsx.xlsx_file(sheets, watermark=watermark) as file:
        return openpyxl.load_workbook(file)


def roster(*rows):
    columns = [Column("姓名"), Column("入党日期", 12, CellKind.DATE), Column("党费", 10, CellKind.NUMBER)]
    return Sheet("党员名册", columns, rows)


def test_a_list_as_seen_with_the_readers_name_above():
    book = opened(roster(["张三", date(2001, 7, 1), Decimal("12.5")]), watermark="李四 导出于 2026-11-23 10:00")
    page = book["党员名册"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["李四 导出于 2026-11-23 10:00", None, None],
        ["姓名", "入党日期", "党费"],
        ["张三", datetime(2001, 7, 1), 12.5],
    ]
    assert page["B3"].number_format == "yyyy-mm-dd"
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:C3"
    assert page.print_title_rows == "$1:$2"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)


def test_an_empty_list_still_has_its_head():
    page = opened(roster()).active
    assert [cell.value for cell in page[1]] == ["姓名", "入党日期", "党费"]
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-3", "@SUM(A1)", '=HYPERLINK("x")', "http://example.org/", "350402198507011234"]
)
def test_text_stays_text(text):
    cell = opened(Sheet("a", [Column("x")], [[text]])).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_a_cell_cannot_hold_is_written_in_words():
    values = [
        10**15,
        date(1890, 1, 1),
        float("nan"),
        "x" * 40_000,
        True,
        datetime(2017, 1, 1, 16, 30, tzinfo=ZoneInfo("UTC")),
    ]
    row = opened(Sheet("a", [Column(str(index)) for index in range(len(values))], [values])).active[2]
    assert [cell.value for cell in row[:3]] == ["1000000000000000", "1890-01-01", None]
    assert len(row[3].value) == xlsx.MAX_TEXT
    assert row[5].value == datetime(2017, 1, 2, 0, 30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.lists(st.text(max_size=12), min_size=1, max_size=4))
def test_any_text_and_any_name_make_a_book_that_opens(values, names):
    sheets = [Sheet(name, [Column(name), Column(name)], [[value, value] for value in values]) for name in names]
    book = opened(*sheets, watermark=names[0] or None)
    assert len(book.sheetnames) == len(names)


def test_columns_and_sheets_of_one_name_are_told_apart():
    book = opened(Sheet("a/b", [Column("x"), Column("x")], [[1, 2]]), Sheet("A:B", [Column("x")], []))
    assert [cell.value for cell in book.worksheets[0][1]] == ["x", "x (2)"]
    assert book.sheetnames == ["a b", "A B 2"]


def test_too_many_rows_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    with pytest.raises(DocumentError, match="4"):
        xlsx.xlsx_file([Sheet("a", [Column("x")], ([number] for number in range(9)))])


def test_a_mistake_in_the_rows_is_not_hidden():
    def rows():
        yield ["a"]
        raise KeyError("lost")

    with pytest.raises(KeyError):
        xlsx.write_xlsx(io.BytesIO(), [Sheet("a", [Column("x")], rows())])


def test_a_hundred_thousand_rows_are_not_kept(tmp_path):
    tracemalloc.start()
    rows = ([f"张{number}", number, "三明市机关党支部"] for number in range(100_000))
    xlsx.write_xlsx(tmp_path / "big.xlsx", [Sheet("a", [Column("x"), Column("y"), Column("z")], rows)], watermark="w")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
