from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.periods import (
    SEED,
    SeededCalendar,
    add_working_days,
    on_or_after_working_day,
    working_days_between,
)

DAYS = st.dates(date(1995, 1, 1), date(2040, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_between(day, count):
    found = add_working_days(day, count)
    assert SEED.of(found.day).working
    after_day, after_found = date.fromordinal(day.toordinal() + 1), date.fromordinal(found.day.toordinal() + 1)
    assert working_days_between(after_day, after_found) == count


@given(DAYS, st.integers(1, 60))
def test_counting_back_from_the_result_leads_to_the_working_day_before(day, count):
    start = on_or_after_working_day(day).day
    assert add_working_days(add_working_days(start, count).day, -count).day == start


def test_make_up_days_and_holidays_of_2026():
    assert SEED.of(date(2026, 2, 14)).working  # a Saturday worked for the Spring Festival
    assert not SEED.of(date(2026, 10, 1)).working
    assert add_working_days(date(2026, 9, 30), 1).provisional is False


def test_years_without_an_arrangement_are_provisional():
    found = add_working_days(date(2026, 12, 30), 3)
    assert found.provisional
    assert found.day == date(2027, 1, 5)  # 31 December, 4 and 5 January: New Year's Day is off by law


def test_the_office_can_set_days():
    calendar = SeededCalendar({date(2027, 1, 4): False, date(2027, 1, 5): True})
    assert calendar.of(date(2027, 1, 5)).provisional is False
    assert on_or_after_working_day(date(2027, 1, 4), calendar).day == date(2027, 1, 5)


def test_no_working_days_from_no_count():
    assert add_working_days(date(2026, 10, 1), 0).day == date(2026, 10, 1)
    assert working_days_between(date(2026, 10, 2), date(2026, 10, 1)) == 0
