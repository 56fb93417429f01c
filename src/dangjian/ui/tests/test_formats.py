"""Numbers and days are written one way."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dangjian.ui import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7712, "7\u202f712"),
        (999, "999"),
        (-1234567, "−1\u202f234\u202f567"),
        (Decimal("1234.50"), "1\u202f234.50"),
        (0, "0"),
        (None, "—"),
        (float("nan"), "—"),
        (Decimal("Infinity"), "—"),
        ("暂无", "暂无"),
        ("", ""),
    ],
)
def test_number(value, text):
    assert formats.number_text(value) == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_number_reads_back(value):
    text = formats.number_text(value)
    assert int(text.replace(formats.THIN, "").replace("−", "-")) == value
    groups = text.lstrip("−").split(formats.THIN)
    assert 1 <= len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(min_value=0, max_value=3))
def test_rounding_is_never_off_by_more_than_half(value, places):
    back = Decimal(formats.number_text(value, places).replace(formats.THIN, "").replace("−", "-"))
    assert abs(back - value) <= Decimal(1).scaleb(-places) / 2


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_percent_is_honest_at_both_ends(part, whole):
    part = min(part, whole)
    text = formats.percent_text(Decimal(part) / whole)
    assert (text == "100%") == (part == whole)
    assert (text == "0%") == (part == 0)


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.83, "83%"), (Decimal(608) / 609, ">99%"), (0.001, "<1%"), (None, "—"), (1.25, "125%")]
)
def test_percent(ratio, text):
    assert formats.percent_text(ratio) == text


def test_money():
    assert formats.money_text(Decimal("1234.5")) == "¥1\u202f234.50"
    assert formats.money_text(-3) == "−¥3.00"
    assert formats.money_text("") == "—"


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (9999, "9\u202f999"),
        (1234567, "1.23\u202fmillion"),
        (999_999_999, "1\u202fbillion"),
        (-2_500_000, "−2.5\u202fmillion"),
    ],
)
def test_large_in_english(value, english):
    with override("en"):
        assert formats.large_text(value) == english


@given(st.integers(min_value=0, max_value=10**11))
def test_large_never_shows_five_digits_of_a_unit_that_has_a_larger_one(value):
    with override("zh-hans"):
        text = formats.large_text(value)
    shown = Decimal("".join(c for c in text if c.isdigit() or c == ".") or "0")
    assert value >= 9_999_950_000 or shown < 10_000


def test_days():
    day = datetime.date(2017, 10, 9)
    with override("en"):
        assert formats.day_text(day) == "9 Oct 2017"
        assert formats.day_text(day, "weekday") == "Monday 9 Oct"
    assert formats.day_text(day, "iso") == "2017-10-09"
    assert formats.day_text(None) == "—"
    assert formats.moment_text(day) == "—"


def test_moment_is_local():
    moment = datetime.datetime(2026, 10, 8, 16, 30, tzinfo=datetime.UTC)
    with override("en"):
        assert formats.moment_text(moment) == "9 Oct 2026, 00:30"
        assert formats.day_text(moment, "iso") == "2026-10-09"
