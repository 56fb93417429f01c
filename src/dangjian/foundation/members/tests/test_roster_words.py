"""What clerks write and what is understood: branches, categories, posts, headings."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.foundation.members.roster.branches import Branches, canonical
from dangjian.foundation.members.roster.fields import fields_of, parse_category, parse_posts, parse_status
from dangjian.foundation.members.roster.headings import SYNONYMS
from dangjian.foundation.organisations import services as organisations
from dangjian.kernel.imports.mapping import Header, normalised, recognise

TODAY = dt.date(2017, 10, 9)


@pytest.mark.parametrize(
    "text",
    [
        "35-01-01",
        "甲局第一支部",
        "中共甲局第一支部",
        "甲局第一党支部",
        "第一支部",
        "一支部",
        "1支部",
        "第1党支部",
        "甲局1支部",
        "甲一支部",
        "甲局机关党委第一支部",
        "甲局机关党委一支部",
        "一 支 部",
        "第一支部党员花名册",
    ],
)
def test_one_branch_by_many_names(small_city, text):
    assert Branches(small_city.first).parse(text, TODAY).value == small_city.first_one.pk


def test_what_several_branches_may_be_called_is_asked(small_city):
    parsed = Branches(small_city.first).parse("甲局支部", TODAY)
    assert parsed.value is None
    parsed = Branches(small_city.committee).parse("第一支部", TODAY)
    assert parsed.value is None
    assert "甲局第一支部（35-01-01）、乙局第一支部（35-02-01）" in parsed.problem.text


def test_an_unknown_branch_is_refused_with_those_that_are_near(small_city):
    parsed = Branches(small_city.first).parse("甲局第三支部", TODAY)
    assert parsed.value is None
    assert "甲局第一支部" in parsed.problem.words["names"]


def test_a_sister_organisation_has_no_branch_here(small_city):
    for text in ("乙局第一支部", "35-02-01", "丙局党支部"):
        assert Branches(small_city.first).parse(text, TODAY).value is None


def test_former_names_are_understood(small_city):
    organisations.rename(
        small_city.first_two, name="中共甲局政策研究支部", short_name="政策研究支部", on=TODAY, by=None
    )
    parsed = Branches(small_city.first).parse("甲局第二支部", TODAY)
    assert parsed.value == small_city.first_two.pk
    assert parsed.notes[0].code == "branch-read"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(text=st.text(max_size=30))
def test_no_text_breaks_it_or_finds_a_branch_outside(small_city, text):
    branches = Branches(small_city.first)
    parsed = branches.parse(text, TODAY)
    assert parsed.value in (None, small_city.first_one.pk, small_city.first_two.pk)
    assert canonical(canonical(text)) == canonical(canonical(canonical(text)))


@given(st.integers(1, 99))
def test_numbers_of_branches_are_one_however_written(number):
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    forms = {f"第{written}党支部", f"{written}支部", f"第{number}支部", f"{number}党支部"}
    assert {canonical(form) for form in forms} == {f"{number}支部"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("正式", "01"),
        ("中共党员", "01"),
        ("中共预备党员", "02"),
        ("02", "02"),
        ("在职党员", "work:in_service"),
        ("离退休", "work:retired"),
        ("入党积极分子", None),
        ("发展对象", None),
        ("", None),
    ],
)
def test_categories(text, value):
    assert parse_category(text, TODAY).value == value


def test_who_is_no_member_is_refused_with_a_reason():
    assert parse_category("入党积极分子", TODAY).problem.code == "not-yet-member"
    assert parse_status("已转出", TODAY).problem.code == "left-party"
    assert parse_status("正常", TODAY).value == "normal"


def test_posts():
    assert parse_posts("支部书记、纪检委员", TODAY).value == ["secretary", "discipline_officer"]
    assert parse_posts("党员", TODAY).value is None
    parsed = parse_posts("书记，门卫", TODAY)
    assert (parsed.value, parsed.notes[0].words["text"]) == (["secretary"], "门卫")


def test_each_heading_leads_to_its_own_column(small_city):
    specs = fields_of(Branches(small_city.first))
    for key, words in SYNONYMS.items():
        for word in words:
            (match,) = recognise([Header(0, (word,))], {0: []}, specs)
            assert match.key == key, word
    seen = [normalised(word) for words in SYNONYMS.values() for word in words]
    assert len(seen) == len(set(seen))
