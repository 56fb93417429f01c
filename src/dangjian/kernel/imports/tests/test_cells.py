import datetime as dt

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from dangjian.kernel.imports.cells import (
    CellFault,
    CodeSet,
    Level,
    birth_date,
    is_blank,
    looks_like_identity,
    parse_date,
    parse_identity,
    parse_name,
    parse_phone,
    parse_text,
    parse_yes_no,
    sex,
    split_people,
)

from .workbooks import identity

TODAY = dt.date(2026, 11, 23)
SEXES = CodeSet("性别", {"0": "未知的性别", "1": "男性", "2": "女性"}, {"男": "1", "女": "2", "M": "1"})
PEOPLES = CodeSet("民族", {"01": "汉族", "02": "蒙古族", "05": "维吾尔族", "22": "畲族"}, suffixes=("族",))
EDUCATION = CodeSet(
    "学历", {"10": "研究生教育", "20": "大学本科教育", "30": "大学专科教育"}, {"本科": "20", "大学": "20", "大专": "30"}
)
PARSERS = [parse_date, parse_identity, parse_name, parse_phone, parse_text, parse_yes_no, SEXES.parse, PEOPLES.parse]
DAYS = st.dates(dt.date(1928, 1, 1), TODAY)
SERIAL_ZERO = dt.date(1899, 12, 30)

DAY_STYLES = {
    "iso": lambda d: d.isoformat(),
    "dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "short dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "plain": lambda d: f"{d:%Y%m%d}" if d.year >= 1000 else "",
    "number": lambda d: int(f"{d:%Y%m%d}"),
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "blanks": lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    "full-width": lambda d: f"{d.year}．{d.month}．{d.day}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
    "two digits": lambda d: f"{d.year % 100:02}年{d.month}月{d.day}日",
    "apostrophe": lambda d: f"'{d.isoformat()}",
    "with time": lambda d: f"{d.isoformat()} 00:00:00",
    "datetime": lambda d: dt.datetime(d.year, d.month, d.day, 8, 30),
    "date": lambda d: d,
    "serial": lambda d: (d - SERIAL_ZERO).days,
    "serial as float": lambda d: float((d - SERIAL_ZERO).days),
    "serial as text": lambda d: f"{(d - SERIAL_ZERO).days}.0",
}
MONTH_STYLES = {
    "dots": lambda d: f"{d.year}.{d.month:02}",
    "short dots": lambda d: f"{d.year}.{d.month}",
    "dashes": lambda d: f"{d.year}-{d.month}",
    "chinese": lambda d: f"{d.year}年{d.month}月",
    "two digits": lambda d: f"{d.year % 100:02}年{d.month}月",
    "month part": lambda d: f"{d.year}年{d.month}月份",
    "plain": lambda d: f"{d.year}{d.month:02}",
    "full-width": lambda d: f"{d.year}．{d.month:02}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def codes(parsed, level):
    return [note.code for note in parsed.notes if note.level is level]


def problem(parsed):
    assert parsed.value is None
    return parsed.problem.code


@pytest.mark.parametrize("style", DAY_STYLES)
@given(day=DAYS)
def test_every_style_of_a_day_is_read_back(style, day):
    parsed = parse_date(DAY_STYLES[style](day), TODAY)
    assert (parsed.value, parsed.problem) == (day, None)


@pytest.mark.parametrize("style", MONTH_STYLES)
@given(day=DAYS)
def test_a_month_becomes_its_first_day_and_says_so(style, day):
    parsed = parse_date(MONTH_STYLES[style](day), TODAY)
    assert parsed.value == day.replace(day=1)
    assert "first-of-month" in codes(parsed, Level.REPAIRED)


@given(month=st.sampled_from([2, 3, 4, 5, 6, 7, 8, 9, 11, 12]), year=st.integers(1930, 2025))
def test_a_month_typed_as_a_number(month, year):
    assert parse_date(float(f"{year}.{month:02}"), TODAY).value == dt.date(year, month, 1)


def test_a_number_that_may_be_january_or_october_is_not_guessed():
    assert problem(parse_date(1985.1, TODAY)) == "january-or-october"
    assert parse_date(1985.01, TODAY).value == dt.date(1985, 1, 1)
    assert parse_date("1985.1", TODAY).value == dt.date(1985, 1, 1)
    assert parse_date("1985.10", TODAY).value == dt.date(1985, 10, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("一九八五年七月一日", dt.date(1985, 7, 1)),
        ("二〇〇五年十二月三十一日", dt.date(2005, 12, 31)),
        ("二零一九年十月", dt.date(2019, 10, 1)),
        ("85.7", dt.date(1985, 7, 1)),
        ("850701", dt.date(1985, 7, 1)),
        ("1985。7。1", dt.date(1985, 7, 1)),
        ("1985—07—01", dt.date(1985, 7, 1)),
        ("7/23/1985", dt.date(1985, 7, 23)),
        ("23/7/1985", dt.date(1985, 7, 23)),
        ("1985.07.", dt.date(1985, 7, 1)),
        ("05年3月", dt.date(2005, 3, 1)),
        ("27年3月", dt.date(1927, 3, 1)),
    ],
)
def test_rarer_ways_of_writing_a_day(text, day):
    assert parse_date(text, TODAY).value == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1985.13", "no-such-day"),
        ("1985-02-30", "no-such-day"),
        (19850230, "no-such-day"),
        ("2026-11-24", "in-future"),
        (dt.date(2030, 1, 1), "in-future"),
        ("1850-01-01", "too-early"),
        ("1985", "year-only"),
        (1985, "year-only"),
        ("1985年", "year-only"),
        ("7/1/1985", "day-or-month"),
        ("05.07", "day-or-month"),
        ("七月一日", "not-a-date"),
        (True, "not-a-date"),
        (-3, "not-a-date"),
        (CellFault.NO_RESULT, "formula-without-result"),
        (CellFault.ERROR, "cell-error"),
    ],
)
def test_what_is_no_day_is_refused_with_a_reason(value, code):
    assert problem(parse_date(value, TODAY)) == code


def test_future_days_where_the_field_allows_them():
    assert parse_date("2027-01-01", TODAY, future=True).value == dt.date(2027, 1, 1)


@given(
    st.dates(dt.date(1930, 1, 1), dt.date(2008, 1, 1)),
    st.integers(0, 999),
    st.sampled_from(["{}", "'{}", " {} ", "‘{}’", "{}\u200b", "{}\t"]),
)
def test_identity_numbers_are_read_through_any_dressing(day, order, dressing):
    number = identity(f"{day:%Y%m%d}", f"{order:03}")
    for written in (number, number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}", full_width(number)):
        parsed = parse_identity(dressing.format(written), TODAY)
        assert (parsed.value, parsed.problem) == (number, None)
        assert not codes(parsed, Level.WARNING)
        assert looks_like_identity(written)
    assert birth_date(number) == day
    assert sex(number) == ("1" if order % 2 else "2")


@given(st.dates(dt.date(1930, 1, 1), dt.date(2008, 1, 1)), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_always_warns_and_never_blocks(day, place, shift):
    number = identity(f"{day:%Y%m%d}")
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    parsed = parse_identity(wrong, TODAY)
    assert parsed.value == wrong
    assert codes(parsed, Level.WARNING)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (3.5e17, "digits-lost"),
        (350402198507011200, "digits-lost"),
        ("3.5E+17", "digits-lost"),
        ("3.50402198507011E+17", "digits-lost"),
        ("35040219850701123", "identity-length"),
        ("35040219850701", "identity-length"),
        ("G12345678", "not-identity"),
        (dt.date(1985, 7, 1), "not-identity"),
        (True, "not-identity"),
    ],
)
def test_damaged_identity_numbers_are_refused(value, code):
    assert problem(parse_identity(value, TODAY)) == code


def test_old_and_shortened_identity_numbers_warn():
    assert codes(parse_identity(350402850701123, TODAY), Level.WARNING) == ["old-identity"]
    assert codes(parse_identity("350402198507011000", TODAY), Level.WARNING) == ["identity-noughts"]
    assert "identity-birth" in codes(parse_identity("350402198513011234", TODAY), Level.WARNING)
    assert birth_date("350402850701123") == dt.date(1985, 7, 1)
    assert sex("350402850701123") == "1"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("张  小 三", "张小三"),
        (" 张三\n", "张三"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("'张三", "张三"),
        ("John  Smith", "John Smith"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_names_are_tidied(written, name):
    parsed = parse_name(written, TODAY)
    assert (parsed.value, parsed.problem) == (name, None)
    assert parsed.repaired == (written != name)


def test_several_people_in_a_cell_are_not_one_name():
    assert problem(parse_name("张三、李四", TODAY)) == "several-people"
    assert split_people("张 三，李四/王五\n赵六") == ["张三", "李四", "王五", "赵六"]
    assert split_people(None) == []


@given(value=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6))
@example(value="暂无")
def test_a_plain_name_is_read_like_one_with_blanks_around(value):
    assert parse_name(value, TODAY).value == parse_name(f" {value} ", TODAY).value


@given(value=st.from_regex(r"1[3-9]\d{9}", fullmatch=True, alphabet=st.sampled_from("0123456789")))
def test_a_plain_mobile_number_is_read_like_one_with_blanks_around(value):
    assert parse_phone(value, TODAY).value == parse_phone(f" {value} ", TODAY).value == value


@given(born=DAYS, order=st.integers(0, 999), sound=st.booleans())
def test_a_plain_identity_number_is_read_like_one_with_blanks_around(born, order, sound):
    written = identity(f"{born:%Y%m%d}", f"{order:03}")
    written = written if sound else f"{written[:-1]}{'X' if written[-1] != 'X' else '0'}"
    plain, spaced = parse_identity(written, TODAY), parse_identity(f" {written} ", TODAY)
    assert plain.value == spaced.value == written
    assert codes(plain, Level.WARNING) == codes(spaced, Level.WARNING)
    assert sound == (not codes(plain, Level.WARNING))


def test_odd_names_warn():
    assert codes(parse_name("张3", TODAY), Level.WARNING) == ["odd-name"]
    assert problem(parse_name("张" * 100, TODAY)) == "name-too-long"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800000000", "13800000000"),
        (13800000000, "13800000000"),
        (13800000000.0, "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0598-8222222", "0598-8222222"),
        ("(0598)8222222", "0598-8222222"),
        ("05988222222", "0598-8222222"),
        ("0598 8222222转801", "0598-8222222-801"),
        ("8222222", "8222222"),
        ("13800000000/0598-8222222", "13800000000"),
        ("13800000000 13900000000", "13800000000"),
    ],
)
def test_phones(written, number):
    parsed = parse_phone(written, TODAY)
    assert (parsed.value, parsed.problem) == (number, None)


def test_phones_that_are_none_or_several():
    assert problem(parse_phone("1.38E+10", TODAY)) == "phone-lost"
    assert problem(parse_phone("12345", TODAY)) == "not-phone"
    assert codes(parse_phone("13800000000、13900000000", TODAY), Level.WARNING) == ["more-phones"]
    assert codes(parse_phone("8222222", TODAY), Level.WARNING) == ["no-area-code"]


@pytest.mark.parametrize(
    ("code_set", "written", "code"),
    [
        (SEXES, "男", "1"),
        (SEXES, "女性", "2"),
        (SEXES, 1, "1"),
        (SEXES, "2.0", None),
        (SEXES, 2.0, "2"),
        (SEXES, "1-男", "1"),
        (SEXES, "ｍ", "1"),
        (PEOPLES, "汉", "01"),
        (PEOPLES, "汉族", "01"),
        (PEOPLES, " 汉 族 ", "01"),
        (PEOPLES, 1, "01"),
        (PEOPLES, "01", "01"),
        (EDUCATION, "大学", "20"),
        (EDUCATION, "大专（在职）", "30"),
        (EDUCATION, "大学本科教育", "20"),
    ],
)
def test_code_sets(code_set, written, code):
    assert code_set.parse(written, TODAY).value == code


def test_a_value_outside_the_list_names_what_is_near():
    assert "维吾尔族" in PEOPLES.parse("维吾尔簇", TODAY).problem.text
    assert problem(PEOPLES.parse("???", TODAY)) == "not-in-codes"
    assert PEOPLES.parse("", TODAY).value is None


@pytest.mark.parametrize(
    ("written", "value"),
    [("是", True), ("√", True), (1, True), ("否", False), ("×", False), ("无", False), (None, None), ("", None)],
)
def test_yes_and_no(written, value):
    assert parse_yes_no(written, TODAY).value is value


def test_texts():
    assert parse_text("  列东街　１ 号 ", TODAY).value == "列东街 1 号"
    assert parse_text(35.0, TODAY).value == "35"
    assert problem(parse_text("x" * 201, TODAY)) == "too-long"
    assert all(map(is_blank, [None, "", " ", "　", "无", "—", "/", "\u200b", "'"]))
    assert not is_blank(0)


ANYTHING = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="0123456789.年月日/-－ '一二三十〇E+X"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(CellFault),
)


@pytest.mark.parametrize("parse", PARSERS)
@given(value=ANYTHING)
def test_no_cell_ever_raises_and_every_note_has_words(parse, value):
    parsed = parse(value, TODAY)
    assert all(note.text for note in parsed.notes)
    assert parsed.problem is None or parsed.value is None


@pytest.mark.parametrize("parse", [parse_name, parse_phone, parse_text, parse_identity])
@given(value=st.text())
def test_what_was_cleaned_is_clean(parse, value):
    once = parse(value, TODAY)
    if once.value is not None:
        assert parse(once.value, TODAY).value == once.value


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
