import datetime as dt

import pytest

from dangjian.kernel.imports.cells import looks_like_identity, parse_date, parse_identity, parse_name, parse_text
from dangjian.kernel.imports.cleaning import clean_table
from dangjian.kernel.imports.mapping import Header, normalised, recognise, remembered, signature
from dangjian.kernel.imports.reading import open_workbook
from dangjian.kernel.imports.tables import find_table, find_tables, samples, table_rows
from dangjian.kernel.imports.targets import FieldSpec

from . import workbooks
from .workbooks import identity

TODAY = dt.date(2026, 11, 23)
SPECS = (
    FieldSpec("name", "姓名", parse_name, synonyms=("党员姓名",), required=True),
    FieldSpec(
        "identity", "公民身份号码", parse_identity, synonyms=("身份证号", "身份证号码"), looks_like=looks_like_identity
    ),
    FieldSpec("joined_on", "入党日期", parse_date, synonyms=("入党时间", "加入中国共产党时间")),
    FieldSpec("full_on", "转正日期", parse_date, synonyms=("转正时间",)),
    FieldSpec("phone", "手机", parse_text, synonyms=("手机号码", "联系电话")),
    FieldSpec("landline", "固定电话", parse_text, synonyms=("座机",)),
    FieldSpec("branch", "所在党支部", parse_text, synonyms=("支部",), required=True, from_context=True),
)


def the_table(file):
    return find_table(open_workbook(file, name="名册.xlsx")[0], SPECS)


def columns_of(table):
    return {m.column: m.key for m in recognise(table.headers, samples(table), SPECS) if m.key}


def cleaned(file):
    table = the_table(file)
    return list(clean_table(table, columns_of(table), SPECS, TODAY))


def test_title_rows_and_a_merged_title_stand_above_the_table():
    file = workbooks.xlsx(
        [
            ["某某机关党员花名册"],
            ["填表日期：2017年6月"],
            [],
            ["序号", "姓 名", "入党\n时间（年月）"],
            [1, "林一", "1985.07"],
        ],
        merges=["A1:C1"],
    )
    table = the_table(file)
    assert (table.header_row, table.title) == (4, "某某机关党员花名册")
    assert columns_of(table) == {1: "name", 2: "joined_on"}


TWO_ROWS = [
    ["党员花名册"],
    ["序号", "姓名", "时间", None, "联系方式", None],
    [None, None, "入党时间", "转正时间", "手机", "座机"],
    [1, "林一", "1985.07", "1986.07", "13800000000", "0598-8222222"],
]


@pytest.mark.parametrize("merges", [(), ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2")])
def test_two_header_rows(merges):
    table = the_table(workbooks.xlsx(TWO_ROWS, merges=merges))
    assert table.header_row == 3
    assert columns_of(table) == {1: "name", 2: "joined_on", 3: "full_on", 4: "phone", 5: "landline"}
    assert [row.number for row in table_rows(table, [1])] == [4]


def test_two_header_rows_whose_wordings_only_together_make_sense():
    rows = [["姓名", "入党", None, "转正"], [None, "时间", "地点", "时间"], ["林一", "1985.07", "某地", "1986.07"]]
    table = the_table(workbooks.xlsx(rows, merges=["A1:A2", "B1:C1"]))
    assert columns_of(table)[1] == "joined_on"


def test_a_first_row_of_data_is_not_taken_for_a_second_header():
    table = the_table(workbooks.xlsx([["姓名", "备注", "手机"], ["林一", "手机", "支部"], ["林二", None, "1"]]))
    assert table.header_row == 1


def test_an_old_workbook_with_two_header_rows():
    table = the_table(workbooks.xls(TWO_ROWS, merges=[(1, 1, 2, 3), (1, 1, 4, 5)]))
    assert columns_of(table)[3] == "full_on"


def test_notes_totals_signatures_and_repeated_headers_are_no_rows():
    rows = [
        ["姓名", "身份证号", "入党时间", "支部"],
        ["林一", identity(), "1985.07", "一支部"],
        [],
        ["姓名", "身份证号", "入党时间", "支部"],
        ["林二", identity(order="125"), "1986.07", "一支部"],
        ["合计", 2],
        ["注：以上为正式党员"],
        ["填表人：王某", None, "审核人：赵某"],
        ["负责人签字："],
    ]
    assert [row.values["name"] for row in cleaned(workbooks.xlsx(rows))] == ["林一", "林二"]


def test_rows_that_hold_only_a_running_number_are_no_rows():
    rows = [["序号", "姓名", "支部"], [1, "林一", "一支部"], [2, None, None], [3, " ", None]]
    assert [row.number for row in cleaned(workbooks.xlsx(rows))] == [2]


def test_a_person_called_like_a_footer_is_a_row():
    rows = [["姓名", "身份证号", "入党时间", "支部"], ["日期 ", identity(), "1985.07", "一支部"]]
    assert len(cleaned(workbooks.xlsx(rows))) == 1


def test_vertically_merged_cells_count_for_each_of_their_rows():
    rows = [["支部", "姓名"], ["一支部", "林一"], [None, "林二"], ["二支部", "林三"], [None, "林四"], [None, "林五"]]
    found = cleaned(workbooks.xlsx(rows, merges=["A2:A3", "A4:A5"]))
    assert [row.values["branch"] for row in found] == ["一支部", "一支部", "二支部", "二支部", None]
    assert [note.code for note in found[4].notes["branch"]] == ["required"]


def test_section_rows_give_the_branch_and_say_so():
    rows = [["序号", "姓名", "入党时间"], ["一支部"], [1, "林一", "1985.07"], ["二支部"], [1, "林二", "1985.07"]]
    found = cleaned(workbooks.xlsx(rows, merges=["A2:C2", "A4:C4"]))
    assert [(row.number, row.values["branch"]) for row in found] == [(3, "一支部"), (5, "二支部")]
    assert "from-context" in [note.code for note in found[0].notes["branch"]]


def test_the_sheet_name_gives_the_branch_unless_it_is_the_programs_own():
    table = [["姓名", "手机"], ["林一", "13800000000"]]
    file = workbooks.several_sheets({"一支部": table, "说明": [["填写说明"], ["请认真填写"]], "Sheet3": table})
    tables = find_tables(open_workbook(file, name="x"), SPECS)
    assert [found.sheet.name for found in tables] == ["一支部", "Sheet3"]
    rows = [row for found in tables for row in clean_table(found, columns_of(found), SPECS, TODAY)]
    assert [row.values["branch"] for row in rows] == ["一支部", None]


def test_a_sheet_without_known_headers_has_no_table():
    assert the_table(workbooks.xlsx([["品名", "单价"], ["纸", 3]])) is None


def test_raw_texts_stand_beside_the_cleaned_values():
    (row,) = cleaned(workbooks.xlsx([["姓名", "身份证号", "入党时间", "支部"], ["林 一", 3.5e17, 31229, "一支部"]]))
    assert row.raw["name"] == "林 一"
    assert row.values["name"] == "林一"
    assert row.values["joined_on"] == dt.date(1985, 7, 1)
    assert [note.code for note in row.notes["identity"]] == ["digits-lost"]
    assert row.values["identity"] is None


@pytest.mark.parametrize(
    "written", ["姓名", " 姓　名 ", "姓\n名", "姓名*", "＊姓名：", "姓名（必填）", "【姓名】", "姓名(与身份证一致)"]
)
def test_headers_are_compared_without_their_dressing(written):
    assert normalised(written) in ("姓名", "姓名")


def matched(wordings, values=()):
    headers = [Header(column, (text,)) for column, text in enumerate(wordings)]
    return {m.header: (m.key, m.why) for m in recognise(headers, dict(enumerate(values)), SPECS)}


def test_similar_wordings_are_recognised_but_less_surely():
    headers = [Header(0, ("党员姓名",)), Header(1, ("加入党组织日期",)), Header(2, ("居民身份证号码",))]
    found = {m.key: m.confidence for m in recognise(headers, {}, SPECS)}
    assert found["name"] == 1.0
    assert 0.45 <= found["identity"] < 1.0


def test_a_column_is_recognised_by_its_content():
    assert matched(["姓名", "号"], [["林一"], [identity(), identity(order="321")]])["号"] == ("identity", "content")


def test_content_that_contradicts_the_header_lowers_the_confidence():
    header = [Header(0, ("身份证号",))]
    (sure,) = recognise(header, {0: [identity()]}, SPECS)
    (doubtful,) = recognise(header, {0: ["1985.07", "1986.08"]}, SPECS)
    assert doubtful.confidence < 0.7 < sure.confidence


def test_a_field_goes_to_one_column_only():
    assert [key for key, _why in matched(["姓名", "姓名 "]).values()].count("name") == 1


def test_a_mapping_is_remembered_by_headers_whatever_their_order():
    headers = [Header(0, ("名 字",)), Header(1, ("日子",))]
    turned = [Header(0, ("日子",)), Header(5, ("名字",))]
    assert signature(headers) == signature(turned)
    found = remembered(turned, {"名字": "name", "日子": "joined_on", "旧": "gone"}, SPECS)
    assert [(m.column, m.key) for m in found] == [(0, "joined_on"), (5, "name")]
