"""The code sets: whole, one name for one code, every code ever offered, and words as clerks write them."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.members.codes import (
    CODE_SETS,
    DEGREE,
    EDUCATION,
    ETHNIC_GROUP,
    POSITION,
    TECHNICAL_POST,
    is_region,
    prefectures,
    region_of,
)
from dangjian.foundation.members.codes import regions as table
from dangjian.foundation.members.roster.coded import (
    is_outside_the_party,
    parse_destination,
    parse_education,
    parse_position,
)
from dangjian.foundation.members.roster.fields import parse_category, shown
from dangjian.foundation.members.validation import region_in_words, warnings

from .factories import identity_number

TODAY = date(2017, 10, 9)
# What each set held before it was completed, so that nothing stored or typed then is lost.
OFFERED_BEFORE = {
    "sex": "0 1 2 9",
    "education": "10 11 12 13 14 15 16 17 18 19 20 21 22 23 28 30 31 32 33 40 41 42 43 44 45 46 47 48 49 60 61 62 63 "
    "70 71 73 80 81 83 90",
    "degree": "1 2 201 212 3 301 312 4 401 412",
    "technical-post": "010 011 014 020 022 025 044 055 072 085 091 115 125 135 145 154 184 194 204 225 235 245 255 265",
    "political-status": "01 02 03 04 05 06 07 08 09 10 11 12 13",
    "position": "0100 0110 0120 0130 0200 0210 0220 0230 0300 0310 0320 0330 0400 0500 0600 0700 0800 0900",
}

# As forms of county systems offer them; their digits are not public.
NATIONAL_POSTS = """
公务员 参照公务员法管理的工作人员 事业单位管理岗位 事业单位专业技术岗位 公有经济控制企业管理岗位
公有经济控制企业专业技术岗位 非公有经济控制企业管理岗位 非公有经济控制企业专业技术岗位 民办非企业管理岗位
民办非企业专业技术岗位 公有经济控制单位工勤岗位 非公有企业工勤岗位 民办非企业工勤岗位 机关单位工勤岗位
事业单位工勤岗位 农牧渔业生产人员 乡村医生 外出务工经商人员 其他农牧渔民 解放军、武警 研究生毕业年级学生
研究生一年级学生 研究生其他年级学生 大学本科毕业年级学生 大学本科一年级学生 大学本科其他年级学生
大学专科毕业年级学生 大学专科一年级学生 大学专科其他年级学生 中等专业学校学生 高中学生 技工学校学生 离休干部
退休人员 退职人员 内部退养职工 大学生村官 社区工作人员 停薪留职人员 个体工商户中的从业人员 自由职业人员
（转业）待安置、学生毕业未就业的人员 公派或因私出国、出境逾期未归的人员
改革后不再保留原机关干部身份，党组织关系仍保留在原单位的人员
企业破产后，领取保险金或被辞退的职工中未重新就业的人员 党组织关系在人才（劳动）服务中心，不明职业的人员
其他从业人员 其他无业人员
由于各种原因，已经离开本人的生产、工作岗位，并已不在本单位从事其他工作，但仍与单位保留劳动关系的职工（不包括内部退养职工）
"""


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("sex", "男", "1"),
        ("sex", "女性", "2"),
        ("ethnic-group", "汉", "01"),
        ("ethnic-group", "畲族", "22"),
        ("ethnic-group", "1", "01"),
        ("ethnic-group", "UG", "05"),
        ("ethnic-group", "穿青人", "97"),
        ("education", "研究生", "10"),
        ("education", "大学（本科）", "20"),
        ("education", "大学本科学历", "20"),
        ("education", "中央党校大专", "30"),
        ("education", "高中", "60"),
        ("education", "21", "21"),
        ("education", "火星", None),
        ("education", " ", None),
        ("degree", "工学学士", "408"),
        ("degree", "MBA", "346"),
        ("degree", "法律硕士", "341"),
        ("degree", "口腔医学博士专业学位", "250"),
        ("degree", "建筑学学士", "444"),
        ("degree", "艺术学硕士", None),  # set up after 2003
        ("technical-post", "高级工程师", "082"),
        ("technical-post", "高级工程师（土建）", "082"),
        ("technical-post", "中学一级教师", "053"),
        ("technical-post", "小学高级教师", "413"),
        ("technical-post", "档案馆员", "663"),
        ("technical-post", "政工师", "983"),
        ("technical-post", "讲师", None),  # of which school is not said
        ("technical-post", "正高级工程师", None),  # a grade that came after 2001
        ("political-status", "中共预备党员", "02"),
        ("position", "公务员", "0110"),
        ("position", "参照公务员法管理的工作人员", "0120"),
        ("position", "非公有经济控制企业专业技术岗位", "0322"),
        ("position", "民办非企业管理岗位", "0230"),
        ("position", "解放军、武警", "0700"),
        ("position", "退休", "0820"),
        ("position", "企业管理人员", "0220"),
        ("education", "省（区、市）委党校研究生", "10"),
    ],
)
def test_written_values_find_their_code(key, written, code):
    assert CODE_SETS[key].lookup(written) == code


@pytest.mark.parametrize("code_set", CODE_SETS.values(), ids=CODE_SETS)
def test_each_code_has_one_name_and_the_way_there_and_back(code_set):
    assert len(set(code_set.entries.values())) == len(code_set.entries)
    for code, name in code_set.entries.items():
        assert code_set.label(code) == name
        assert code_set.lookup(code) == code_set.lookup(name) == code
        assert code_set.cells.parse(name, TODAY).value in (code, None if name == "无" else code)
    assert set(code_set.aliases.values()) <= set(code_set.entries)
    assert {code for code, _name in code_set.choices} <= set(code_set.entries)
    assert code_set.label("zz") == "zz"


def test_the_sets_are_whole():
    assert len([code for code in ETHNIC_GROUP.entries if code <= "56"]) == 56
    # As many as a public catalogue of the standards counts.
    assert (len(EDUCATION.entries), len(DEGREE.entries), len(ETHNIC_GROUP.entries)) == (40, 56, 58)
    posts = [code for code in TECHNICAL_POST.entries if not code.endswith("0") and code != "999"]
    groups = {code[:2] for code in TECHNICAL_POST.entries if code.endswith("0")}
    assert {code[:2] for code in posts} == groups
    assert {"27", "28", "36", "41", "50", "61", "64", "69", "98"} <= groups


def test_every_code_offered_before_still_decodes():
    for key, codes in OFFERED_BEFORE.items():
        assert [code for code in codes.split() if code not in CODE_SETS[key]] == []


def test_the_words_of_the_national_list_of_posts_are_known():
    national = NATIONAL_POSTS.split()
    codes = [POSITION.lookup(words) for words in national]
    assert None not in codes
    assert len(set(codes)) == len(national)


def test_posts_are_offered_by_group_and_every_one_once():
    groups = POSITION.form_choices
    assert [name for name, _inside in groups][:2] == ["党政机关工作人员", "企事业单位、社会组织管理人员"]
    flat = [pair for name, inside in groups for pair in ([(name, inside)] if isinstance(inside, str) else inside)]
    assert [code for code, _name in flat] == [code for code, _name in POSITION.choices]
    assert len({name for _code, name in flat}) == len(flat)
    assert ("0700", "军人、武警") in flat
    assert EDUCATION.form_choices == EDUCATION.choices


@pytest.mark.parametrize(
    ("code", "year", "words"),
    [
        ("350404", None, "福建省三明市三元区"),
        ("350402", None, "福建省三明市梅列区"),  # merged in 2021
        ("352201", 1990, "福建省宁德地区宁德市"),
        ("352100", 1985, "福建省建阳地区"),
        ("352100", 1990, "福建省南平地区"),
        ("510202", 1985, "四川省重庆市市中区"),
        ("500221", 1999, "重庆市长寿县"),
        ("110103", None, "北京市崇文区"),
        ("429004", None, "湖北省仙桃市"),
        ("139002", 1991, "河北省霸州市"),
        ("139002", 2016, "河北省辛集市"),
        ("650402", None, "新疆维吾尔自治区吐鲁番市高昌区"),
        ("659012", None, "新疆维吾尔自治区白杨市"),
        ("830000", None, "台湾省"),
        ("350000", None, "福建省"),
        ("359999", None, "福建省"),
        ("990101", None, ""),
    ],
)
def test_a_region_is_named_as_it_was(code, year, words):
    assert region_of(code, year) == words


def test_regions_in_force_and_gone_can_begin_a_number():
    known = ("350402", "350403", "350427", "350404", "110105", "352201", "810000", "830000", "441900", "510202")
    assert [code for code in known if not is_region(code)] == []
    unknown = ("350499", "990101", "35040", "350000", "３５０４０２", "abcdef", "", "710000", "110103\n")
    assert [code for code in unknown if is_region(code)] == []


def test_the_table_of_regions_is_in_order():
    rows = list(table.all_regions())
    codes = [row.code for row in rows]
    assert codes == sorted(codes)
    assert len(rows) == len(set(rows))
    assert [row for row in rows if row.first > row.last] == []
    assert all(len(row.code) == 6 and row.code.isdigit() and row.name for row in rows)
    in_force = [row for row in rows if row.in_force]
    assert len({row.code for row in in_force}) == len(in_force)
    provinces = [row for row in in_force if row.code.endswith("0000")]
    assert len(provinces) == 34 + 1  # 83 is on residence permits only
    counties = [row for row in in_force if not row.code.endswith("00") and not table.gathers(row.name)]
    assert 2840 <= len(counties) <= 2860
    assert {row.code[:2] + "0000" for row in rows} == {row.code for row in rows if row.code.endswith("0000")}


def test_cities_whose_cards_bear_their_counties():
    codes = prefectures()
    assert "350400" in codes
    assert {"441900", "442000", "620200", "460400", "352200", "429000"}.isdisjoint(codes)
    assert 325 <= len(codes) <= 335


@given(st.text(max_size=24) | st.from_regex(r"\d{5,7}", fullmatch=True), st.integers(1900, 2100) | st.none())
def test_nothing_written_breaks_the_recognition(text, year):
    for code_set in CODE_SETS.values():
        assert code_set.lookup(text) is None or code_set.lookup(text) in code_set
    for parse in (parse_education, parse_position, parse_destination, parse_category):
        parse(text, TODAY)
    assert isinstance(region_of(text, year), str)
    assert isinstance(is_region(text), bool)
    assert isinstance(region_in_words(text), str)
    assert isinstance(is_outside_the_party(text), bool)


@given(st.sampled_from(sorted(row.code for row in table.all_regions())), st.integers(1949, 2017))
def test_every_region_of_the_table_decodes_and_does_not_warn(code, year):
    assert region_of(code, year)
    if not code.endswith("0000"):
        number = identity_number(date(year, 1, 1), "1", region=code, sequence=1)
        assert warnings({"identity_number": number}) == []
        assert region_in_words(number)


def test_an_unknown_region_warns_with_what_to_do_and_refuses_nothing():
    ((key, sentence),) = warnings({"identity_number": identity_number(region="359999", sequence=1)})
    assert key == "identity_number"
    assert "GB/T 2260" in sentence
    assert region_in_words(identity_number(region="359999", sequence=1)) == ""


def test_the_region_of_a_number_has_the_name_of_the_year_of_birth_and_of_1984_at_the_earliest():
    assert region_in_words(identity_number(date(1990, 1, 1), "1", region="352100", sequence=1)) == "福建省南平地区"
    assert region_in_words(identity_number(date(1950, 1, 1), "1", region="352100", sequence=1)) == "福建省建阳地区"


def test_the_name_of_a_set_is_said_in_the_language_of_the_reader():
    said = set()
    for language in ("en", "zh-hans"):
        with translation.override(language):
            (note,) = EDUCATION.cells.parse("火星", TODAY).notes
            said.add(note.words["codes"])
    assert said == {"Education", "学历"}


@pytest.mark.parametrize(
    ("written", "code", "note"),
    [
        ("大学", "20", "tidied"),
        ("大学/工学学士", "20", "degree-left-out"),
        ("大学本科毕业\n法学学士", "21", "degree-left-out"),
        ("研究生、工商管理硕士", "10", "degree-left-out"),
        ("硕士研究生（理学硕士）", "14", None),
        ("大学本科学士", "20", "degree-left-out"),
        ("研究生学历硕士学位", "10", "degree-left-out"),
        ("工学学士", None, "only-degree"),
        ("法律硕士", None, "only-degree"),
        ("大学 大专 工学学士", None, "perhaps"),
    ],
)
def test_degrees_beside_the_education(written, code, note):
    found = parse_education(written, TODAY)
    assert found.value == code
    if note:
        assert [remark.code for remark in found.notes] == [note]


def test_a_degree_alone_is_answered_with_the_education_that_goes_with_it():
    (note,) = parse_education("法学学士", TODAY).notes
    assert note.words["near"] == "大学本科毕业"


def test_a_technical_post_is_no_occupation_but_leads_to_one():
    (note,) = parse_position("高级工程师", TODAY).notes
    assert (note.code, "事业单位专业技术人员" in note.words["near"]) == ("technical-post", True)
    assert parse_position("公务员", TODAY).value == "0110"
    assert parse_position("0310", TODAY).value == "0310"
    assert [note.code for note in parse_position("082", TODAY).notes] != ["technical-post"]


@pytest.mark.parametrize("written", ["民盟盟员", "九三学社社员", "无党派人士", "共青团员", "群众"])
def test_other_political_status_is_no_membership(written):
    assert [note.code for note in parse_category(written, TODAY).notes] == ["not-yet-member"]


def test_a_bare_region_code_is_read_as_the_place():
    assert parse_destination(350203, TODAY).value == "福建省厦门市思明区"
    assert parse_destination("350402", TODAY).value == "福建省三明市梅列区"
    assert parse_destination("厦门 思明", TODAY).value == "厦门 思明"
    assert parse_destination("365000", TODAY).value == "365000"  # a postcode


@pytest.mark.parametrize("key", ["sex", "ethnic_group", "education", "position_code"])
def test_what_an_export_shows_is_read_again(key):
    code_set = {"position_code": "position", "ethnic_group": "ethnic-group"}.get(key, key)
    for code in CODE_SETS[code_set].entries:
        assert CODE_SETS[code_set].lookup(shown(key, code)) == code
