import contextlib
import datetime as dt
import io

import pytest
from django.utils import translation

from dangjian.kernel.imports.cells import CellFault
from dangjian.kernel.imports.reading import UnusableFile, open_workbook

from . import workbooks

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def rows(file, name="x.xlsx"):
    return [row for sheet in open_workbook(file, name=name) for _number, row in sheet.rows()]


def read_all(file, name):
    for sheet in open_workbook(file, name=name):
        list(sheet.rows())
        sheet.merges()


def refusal(file, name="x.xlsx"):
    with pytest.raises(UnusableFile) as refused:
        read_all(io.BytesIO(file) if isinstance(file, bytes) else file, name)
    return str(refused.value)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_values_keep_their_types():
    (row,) = rows(workbooks.xlsx([["文", 1, 1985.07, True, dt.date(1985, 7, 1), None, 350402198507011234]]))
    assert row[:6] == ["文", 1, 1985.07, True, dt.datetime(1985, 7, 1), None]
    assert row[6] == pytest.approx(350402198507011234, rel=1e-14)


def test_rows_keep_their_numbers_across_blank_rows():
    file = workbooks.xlsx([["a"], [], [], ["b"]])
    assert [number for number, _row in open_workbook(file, name="x")[0].rows()] == [1, 4]


def test_texts_inside_the_sheet_are_read_like_shared_ones():
    table = [["姓名", "入党时间"], ["林 一", "1985.07"]]
    assert rows(workbooks.inline_texts(table)) == rows(workbooks.xlsx(table)) == table


def test_merged_ranges_are_told():
    file = workbooks.xlsx([["名册"], ["a", "b", "c"]], merges=["A1:C1"])
    (merge,) = open_workbook(file, name="x")[0].merges()
    assert (merge.first_row, merge.last_row, merge.first_column, merge.last_column) == (1, 1, 0, 2)


def test_rows_can_be_read_twice():
    (sheet,) = open_workbook(workbooks.xlsx([["a"], ["b"]]), name="x")
    assert list(sheet.rows()) == list(sheet.rows())


def test_hidden_sheets_are_left_out():
    assert [sheet.name for sheet in open_workbook(workbooks.with_hidden_sheet(), name="x")] == ["Sheet"]


def test_a_formula_gives_its_stored_result_and_says_when_there_is_none():
    assert rows(workbooks.formulas())[1] == ["林一", CellFault.NO_RESULT, CellFault.ERROR]


def test_days_of_the_1904_calendar():
    assert rows(workbooks.dates_1904())[1] == [dt.datetime(1985, 7, 1)]


def test_a_cell_in_the_last_corner_costs_nothing():
    assert rows(workbooks.far_cell())[:2] == [["姓名", "入党时间"], ["林一", "1985.07"]]


def test_xls():
    file = workbooks.xls(
        [["名册"], ["姓名", "入党时间"], ["林一", dt.date(1985, 7, 1)], ["林二", 31229]], [(0, 0, 0, 1)]
    )
    (sheet,) = open_workbook(file, name="x.xlsx")
    assert list(sheet.rows()) == [
        (1, ["名册", None]),
        (2, ["姓名", "入党时间"]),
        (3, ["林一", dt.date(1985, 7, 1)]),
        (4, ["林二", 31229]),
    ]
    assert [(m.first_row, m.last_column) for m in sheet.merges()] == [(1, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_tables(encoding, mark):
    text = f'姓名{mark}备注\r\n林一{mark}"含{mark}标点\n与换行"\r\n\r\n林二{mark}\r\n'
    (sheet,) = open_workbook(io.BytesIO(text.encode(encoding)), name="名册.csv")
    assert sheet.name == "名册"
    found = [row for _number, row in sheet.rows()]
    assert found == [["姓名", "备注"], ["林一", f"含{mark}标点\n与换行"], ["林二", None]]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (PNG, "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a picture"),
        (b"%PDF-1.7\n%", "a PDF"),
        (b"MZ\x90\0" + bytes(60), "a program"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (bytes(range(256)) * 4, "not a spreadsheet"),
        (b"\x81\x20\xff\xff\xfe", "cannot be read"),
        (b"PK\x03\x04" + b"junk" * 20, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a spreadsheet"),
    ],
)
def test_other_files_are_refused_in_a_sentence(file, words):
    assert words in refusal(file)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (workbooks.zip_bomb, "enormous"),
        (workbooks.entity_bomb, "damaged"),
        (lambda: workbooks.with_part("xl/vbaProject.bin"), "macros"),
        (lambda: workbooks.compound("Workbook", "_VBA_PROJECT"), "macros"),
        (lambda: workbooks.compound("EncryptedPackage", "EncryptionInfo"), "password"),
        (lambda: workbooks.compound("Workbook"), "damaged"),
        (lambda: workbooks.compound("WordDocument"), "text document"),
        (lambda: workbooks.archive_of("word/document.xml", "[Content_Types].xml"), "text document"),
        (lambda: workbooks.archive_of("ppt/presentation.xml", "[Content_Types].xml"), "presentation"),
        (lambda: workbooks.archive_of("xl/workbook.bin"), "not read"),
        (lambda: workbooks.archive_of("名册.xlsx"), "archive"),
        (lambda: workbooks.archive_of(*(f"{n}" for n in range(6000))), "enormous"),
        (lambda: workbooks.archive_of("[Content_Types].xml"), "damaged"),
        (lambda: workbooks.xlsx([]), "No sheet"),
        (lambda: workbooks.xls([]), "No sheet"),
    ],
)
def test_unusable_workbooks_are_refused_in_a_sentence(make, words):
    assert words in refusal(make())


def test_every_truncation_of_a_workbook_is_refused():
    whole = workbooks.xlsx([["姓名", "入党时间"], *([f"林{n}", "1985.07"] for n in range(50))]).getvalue()
    for length in range(10, len(whole) - 1, len(whole) // 40):
        refusal(whole[:length])


@pytest.mark.parametrize("seed", range(60))
def test_damage_inside_never_raises_anything_else(seed):
    whole = bytearray(workbooks.xlsx([["姓名", "入党时间"], *([f"林{n}", "1985.07"] for n in range(50))]).getvalue())
    position = seed * 997 % len(whole)
    whole[position : position + 8] = bytes((seed * 31 + n * 7) % 256 for n in range(8))
    with contextlib.suppress(UnusableFile):
        rows(io.BytesIO(bytes(whole)))


def test_a_file_beyond_the_limit(settings):
    settings.DANGJIAN_UPLOAD_LIMIT = 1024 * 1024
    assert "larger than 1 MB" in refusal(b"a,b\n" * 400_000)


def test_a_quotation_mark_that_is_never_closed():
    assert "never closed" in refusal(('姓名,备注\n林一,"' + "x" * 200_000).encode(), "x.csv")
