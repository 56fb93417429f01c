from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.periods import (
    Interval,
    Period,
    PeriodError,
    full_years,
    in_force_on,
    months_after,
    overlapping,
    years_after,
)

DAYS = st.dates(date(1920, 1, 1), date(2080, 1, 1))


@st.composite
def intervals(draw):
    starts_on = draw(DAYS)
    length = draw(st.none() | st.integers(0, 4000))
    return Interval(starts_on, None if length is None else starts_on + timedelta(days=length))


@given(intervals(), intervals())
def test_overlap_is_mutual_and_means_a_common_day(one, other):
    assert one.overlaps(other) == other.overlaps(one)
    latest_start = max(one.starts_on, other.starts_on)
    assert one.overlaps(other) == (one.contains(latest_start) and other.contains(latest_start))


@given(intervals())
def test_the_day_of_the_end_is_outside(interval):
    assert interval.ends_on is None or not interval.contains(interval.ends_on)


def test_an_interval_overlaps_a_period():
    assert Interval(date(2017, 3, 31)).overlaps(Period.parse("2017-Q1"))
    assert not Interval(date(2017, 4, 1)).overlaps(Period.parse("2017-Q1"))


def test_an_end_before_the_start_is_refused():
    with pytest.raises(PeriodError):
        Interval(date(2017, 1, 2), date(2017, 1, 1))


def test_conditions_carry_the_prefix():
    assert "post__ends_on__isnull" in str(in_force_on(date(2017, 1, 1), "post__"))
    assert "starts_on__lt" in str(overlapping(Period.parse("2017")))
    assert "starts_on" not in str(overlapping(Interval(date(2017, 1, 1))))


def test_anniversary_of_the_leap_day():
    assert years_after(date(2016, 2, 29), 1) == date(2017, 2, 28)
    assert years_after(date(2016, 2, 29), 4) == date(2020, 2, 29)
    assert months_after(date(2017, 1, 31), 1) == date(2017, 2, 28)
    assert months_after(date(2017, 1, 15), -1) == date(2016, 12, 15)


@given(DAYS, st.integers(0, 100))
def test_years_after_never_passes_into_the_next_month(day, years):
    later = years_after(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert full_years(day, later) == years
    assert full_years(day, later - timedelta(days=1)) == years - 1
