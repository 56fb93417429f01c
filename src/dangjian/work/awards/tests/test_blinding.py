"""Names taken out of texts: however they are written, nothing of them can be read afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.work.awards.blinding import Hidden, Name, names_in, placeholder, redacted, variants

ORGANISATION = Name("甲局机关党委", Hidden.ORGANISATION)
PERSON = Name("欧阳海燕", Hidden.PERSON)
KNOWN = [ORGANISATION, Name("甲局", Hidden.ORGANISATION), PERSON, Name("ABC Bureau", Hidden.ORGANISATION)]
FILLING = st.text("的在和，。服务先锋 12x", max_size=12)
INVISIBLE = st.text("\u200b\u200d\u2060\ufeff \u3000\n", max_size=2)


@st.composite
def written(draw, name):
    """A name as somebody may write it to get it through."""
    wide = draw(st.booleans())
    parts = []
    for char in name.text:
        shown = chr(ord(char) + 0xFEE0) if wide and "!" <= char <= "~" else char
        parts.append(draw(st.sampled_from([shown, shown.upper(), shown.lower()])))
        parts.append(draw(INVISIBLE))
    return "".join(parts)


@st.composite
def texts(draw):
    pieces = []
    for _n in range(draw(st.integers(0, 4))):
        pieces += [draw(FILLING), draw(st.sampled_from(KNOWN).flatmap(written))]
    return "".join([*pieces, draw(FILLING)])


@given(texts())
def test_nothing_is_left_after_one_pass(text):
    once = redacted(text, KNOWN)
    assert names_in(once.text, KNOWN) == ()
    assert redacted(once.text, KNOWN).text == once.text


@given(FILLING)
def test_a_text_without_names_stays_as_it_is(text):
    assert redacted(text, KNOWN).text == text


@given(FILLING, st.sampled_from(KNOWN), FILLING)
def test_what_stands_around_a_name_stays(before, name, after):
    found = redacted(before + name.text + after, KNOWN)
    assert found.text.startswith(before.rstrip())
    assert found.text.endswith(after.lstrip())
    assert name in found.found


@pytest.mark.parametrize(
    "number",
    [
        "13859812345",
        "138 5981 2345",
        "138\u200b5981\u20602345",
        "+86 13859812345",
        "１３８５９８１２３４５",
        "0598-8223344",
        "a.b@example.cn",
        "350402198005060017",
    ],
)
def test_numbers_by_which_people_are_found_go(number):
    found = redacted(f"联系人电话{number}，欢迎来电", [])
    assert found.text == f"联系人电话{placeholder(Hidden.NUMBER)}，欢迎来电"
    assert [one.kind for one in found.found] == [Hidden.NUMBER]


def test_overlapping_names_leave_no_half():
    names = [Name("甲局第一", Hidden.ORGANISATION), Name("第一支部", Hidden.ORGANISATION)]
    assert redacted("在甲局第一支部学习", names).text == f"在{placeholder(Hidden.ORGANISATION)}学习"


def test_an_organisation_is_called_by_shorter_names():
    found = variants("中共三明市发展和改革委员会机关委员会")
    assert {"三明市发展和改革委员会机关委员会", "发展和改革委员会机关委员会", "发展和改革委员会"} <= set(found)
    assert "测试局" in variants("中共测试局机关党委")
    assert variants("甲局第一支部")[0] == "甲局第一支部"


def test_a_single_character_is_no_name():
    assert redacted("一切为了群众", [Name("一", Hidden.PERSON)]).text == "一切为了群众"
