import itertools
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.periods import Period, PeriodError, PeriodKind

DAYS = st.dates(date(1901, 1, 1), date(2998, 12, 31))
KINDS = st.sampled_from(PeriodKind)
PERIODS = st.builds(Period.containing, KINDS, DAYS)


@given(KINDS, DAYS)
def test_a_day_lies_in_the_period_that_contains_it(kind, day):
    period = Period.containing(kind, day)
    assert period.contains(day)
    assert period.starts_on <= day <= period.last_day < period.ends_on
    assert not period.contains(period.ends_on)
    assert not period.contains(period.starts_on - timedelta(days=1))


@given(PERIODS)
def test_key_is_read_back(period):
    assert Period.parse(period.key) == period


@given(PERIODS)
def test_neighbours_touch_and_lead_back(period):
    assert period.next().starts_on == period.ends_on
    assert period.next().previous() == period
    assert period.previous().next() == period
    assert period.previous() < period < period.next()


@given(PERIODS, KINDS)
def test_parts_follow_each_other_and_fill_the_period(period, kind):
    try:
        parts = period.parts(kind)
    except PeriodError:
        assert list(PeriodKind).index(kind) < list(PeriodKind).index(period.kind)
        return
    assert all(left.ends_on == right.starts_on for left, right in itertools.pairwise(parts))
    if kind is not PeriodKind.WEEK or period.kind is PeriodKind.WEEK:
        assert (parts[0].starts_on, parts[-1].ends_on) == (period.starts_on, period.ends_on)


@given(st.integers(1901, 2998), st.sampled_from([PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH]))
def test_each_week_belongs_to_exactly_one_part_of_the_year(year, kind):
    whole = Period.year_of(year)
    weeks = [week for part in whole.parts(kind) for week in part.parts(PeriodKind.WEEK)]
    assert weeks == list(whole.parts(PeriodKind.WEEK))
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert {week.year for week in weeks} == {year}


@given(st.lists(PERIODS, max_size=8))
def test_order_is_by_first_day_then_length(periods):
    ordered = sorted(periods)
    assert [period.starts_on for period in ordered] == sorted(period.starts_on for period in periods)


@given(PERIODS)
def test_year_earlier_is_the_same_number_of_the_year_before(period):
    earlier = period.year_earlier()
    assert earlier.year == period.year - 1
    assert earlier.number == period.number or (period.number, earlier.number) == (53, 52)


@given(PERIODS, st.integers(1, 30))
def test_a_run_ends_with_the_period(period, count):
    period = period.next() if period.starts_on.year > 1950 else Period.containing(period.kind, date(1960, 5, 5))
    run = period.run_of(count) if period.kind is not PeriodKind.YEAR else period.run_of(min(count, 20))
    assert run[-1] == period
    assert list(run) == sorted(set(run))


@given(st.text(max_size=10))
def test_any_text_is_a_period_or_refused(text):
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert period.key == text


@pytest.mark.parametrize(
    "key",
    [
        "",
        "17",
        "2017-H3",
        "2017-H0",
        "2017-Q5",
        "2017-13",
        "2017-00",
        "2017-1",
        "2017-W54",
        "2017-W53",
        "1899",
        "3000",
        "２０１７",
    ],
)
def test_no_such_period(key):
    with pytest.raises(PeriodError):
        Period.parse(key)


def test_a_period_begins_on_its_first_day():
    with pytest.raises(PeriodError):
        Period(PeriodKind.QUARTER, date(2017, 2, 1))


def test_first_and_last_years_are_whole():
    assert Period.parse("1900").parts(PeriodKind.WEEK)[0].starts_on == date(1900, 1, 1)
    assert len(Period.parse("2999").parts(PeriodKind.MONTH)) == 12
    assert Period.parse("2999").parts(PeriodKind.WEEK)[-1].year == 2999


def test_year_comes_before_its_parts():
    keys = ["2017-W01", "2017-01", "2017-Q1", "2017-H1", "2017"]
    assert [period.key for period in sorted(map(Period.parse, keys))] == [
        "2017",
        "2017-H1",
        "2017-Q1",
        "2017-01",
        "2017-W01",
    ]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("2017", "2017", "2017 年"),
        ("2017-H1", "First half of 2017", "2017 年上半年"),
        ("2017-Q3", "Third quarter of 2017", "2017 年第三季度"),
        ("2017-10", "October 2017", "2017 年 10 月"),
        ("2017-W41", "Week 41 of 2017", "2017 年第 41 周"),
    ],
)
def test_names(key, english, chinese):
    with translation.override("en"):
        assert Period.parse(key).name == english
    with translation.override("zh-hans"):
        assert str(Period.parse(key)) == chinese
