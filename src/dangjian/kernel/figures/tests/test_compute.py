from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.figures.charts import sparkline
from dangjian.kernel.figures.compute import by_child, compute, compute_all, trend
from dangjian.kernel.figures.measures import Count, CountDistinct, Ratio, Sum
from dangjian.kernel.figures.registry import Figure, Scope
from dangjian.kernel.figures.words import method_of, number_words
from dangjian.kernel.periods import Period

YEAR = Period.year_of(2017)
TODAY = date(2017, 10, 9)


def declare(key, measure, **more):
    if key not in figures.registry:
        figures.register(Figure(key, key, "grants", "Grants.", "tests", 1, date(2017, 1, 1), measure, **more))
    return key


def grants(scope):
    return Grant.objects.on(scope.as_of)


@pytest.fixture
def keys():
    made = {  # the laws over the registry must not meet figures of a test
        "all": declare("tests.grants", Count(), records=grants),
        "people": declare("tests.people", CountDistinct("account"), records=grants),
        "sum": declare("tests.sum", Sum("account_id"), records=grants),
        "secret": declare("tests.secret", Count(), records=grants, sensitive=True),
        "share": declare("tests.share", Ratio("tests.people", "tests.grants")),
        "secret_share": declare("tests.secret_share", Ratio("tests.secret", "tests.grants")),
    }
    yield made
    for key in made.values():
        figures.registry.pop(key)


@pytest.fixture
def held(small_city):
    for place, role in ((small_city.first_one, Role.BRANCH_SECRETARY), (small_city.first_two, Role.BRANCH_CLERK)):
        small_city.account(role, place, username="one")
    small_city.account(Role.BRANCH_CLERK, small_city.third)
    return small_city


def at(organisation):
    return Scope.of(organisation.path, YEAR, TODAY)


def test_values_of_many_figures_come_in_one_query(held, keys, django_assert_num_queries):
    asked = [(key, at(held.committee)) for key in keys.values()]
    with django_assert_num_queries(1):
        values = compute_all(asked)
    assert [v.number for v in values][:2] == [3, 2]
    assert values[4].number == pytest.approx(66.667, abs=0.01)
    assert (values[4].numerator, values[4].denominator) == (2, 3)


def test_small_groups_are_withheld_and_so_are_ratios_of_them(held, keys):
    for key in (keys["secret"], keys["secret_share"]):
        value = compute(key, at(held.committee))
        assert value.withheld
        assert value.number is None
        assert number_words(value).number == "···"


def test_nobody_is_not_a_small_group(held, keys):
    assert compute(keys["secret"], at(held.second)).number == 0


def test_by_child_agrees_with_each_child_alone(held, keys, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = by_child(keys["share"], held.committee, at(held.committee))
    assert [child for child, _value in rows] == [held.first, held.second, held.third]
    for child, value in rows:
        assert value == compute(keys["share"], at(child))
    assert [value.number for _child, value in rows] == [50.0, None, 100.0]


def test_trend_reads_each_period_at_its_last_day_and_the_running_one_today(held, keys, django_assert_num_queries):
    Grant.objects.filter(organisation=held.third).update(starts_on=date(2017, 3, 1))
    with django_assert_num_queries(2):
        points = trend(keys["all"], held.committee.path, Period.parse("2018-Q1").run_of(6), TODAY)
    assert [(p.key, v.number) for p, v in points] == [
        ("2016-Q4", 2),
        ("2017-Q1", 3),
        ("2017-Q2", 3),
        ("2017-Q3", 3),
        ("2017-Q4", 3),
    ]
    assert points[-1][1].scope.as_of == TODAY


def test_figure_cannot_be_declared_twice_nor_a_ratio_with_records(keys):
    with pytest.raises(ValueError, match="twice"):
        figures.register(figures.registry[keys["all"]])
    with pytest.raises(ValueError, match="ratio"):
        declare("tests.wrong", Ratio("a", "b"), records=grants)


def test_methods_are_said_in_words(keys):
    words = {method_of(figures.registry[key]) for key in keys.values()}
    assert len(words) == 5


@given(st.lists(st.none() | st.integers(0, 10**9), max_size=12))
def test_sparkline_stays_in_its_box_and_shows_zero_at_the_bottom(numbers):
    chart = sparkline(numbers)
    known = [n for n in numbers if n is not None]
    assert (chart is None) == (len(known) < 2)
    if chart:
        assert len(chart.points) == len(known)
        assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in chart.points)
        assert max(y for _x, y in chart.points) <= chart.height - 12 + 1e-6
