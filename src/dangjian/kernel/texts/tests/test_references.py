import pytest

from dangjian.kernel.periods import Period
from dangjian.kernel.texts.markup import parse
from dangjian.kernel.texts.queries import choices_for, live_reading
from dangjian.kernel.texts.references import answer

YEAR = Period.year_of(2017)


def problems(city, text, today, period=YEAR, organisation=None):
    return answer(parse(text), organisation or city.committee, period, today).problems


def test_all_values_of_a_text_come_in_four_queries(small_city, fixed_day, django_assert_num_queries):
    text = "[[organisations.direct]] [[organisations.branches 35-01 2016]] [[organisations.direct]]\n"
    text += "[[table organisations.branches]]"
    with django_assert_num_queries(4):
        answers = answer(parse(text), small_city.committee, YEAR, fixed_day)
    assert {key: value.number for key, (_o, value) in answers.values.items()} == {
        "organisations.direct": 3,
        "organisations.branches 35-01 2016": 2,
    }
    assert [(o.code, v[0].number) for o, v in answers.tables["organisations.branches"]] == [
        ("35-01", 2),
        ("35-02", 1),
        ("35-03", 1),
    ]


def test_an_unknown_figure_is_named_with_its_line_and_what_was_meant(small_city, fixed_day):
    (problem,) = problems(small_city, "一\n\n共 [[organisations.dirct]] 个", fixed_day)
    assert (problem.line, problem.text) == (3, "[[organisations.dirct]]")
    assert "organisations.direct" in problem.near


@pytest.mark.parametrize(
    "text",
    [
        "[[organisations.direct 99]]",
        "[[organisations.direct 35-01 35-02]]",
        "[[organisations.direct 2016 2017]]",
        "[[organisations.direct 2018]]",
        "[[table]]",
        "[[table organisations.nothing]]",
        "[[table organisations.direct nowhere]]",
        "甲 [[table organisations.direct]]",
    ],
)
def test_what_cannot_be_answered_is_a_problem_and_stays_in_the_text(text, small_city, fixed_day):
    assert len(problems(small_city, text, fixed_day)) == 1
    shown = live_reading(text, small_city.committee, YEAR, fixed_day).shown
    kept = [piece.text for line in shown[0].lines for piece in line if piece.is_problem]
    assert kept == [text.removeprefix("甲 ")]


def test_organisations_beside_the_reports_own_are_not_answered(small_city, fixed_day):
    text = "[[organisations.branches 35-02]]"
    (problem,) = problems(small_city, text, fixed_day, organisation=small_city.first)
    (unknown,) = problems(small_city, text.replace("35-02", "35-77"), fixed_day, organisation=small_city.first)
    assert problem.message.replace("35-02", "") == unknown.message.replace("35-77", "")


def test_a_period_that_has_not_begun_is_a_problem_not_a_number(small_city, fixed_day):
    (problem,) = problems(small_city, "[[organisations.direct]]", fixed_day, period=Period.year_of(2018))
    assert problem.line == 0


def test_too_many_figures_are_a_problem(small_city, fixed_day):
    text = " ".join(f"[[organisations.direct {1950 + n}-{m:02}]]" for n in range(20) for m in range(1, 12))
    assert len(problems(small_city, text, fixed_day)) == 20


def test_figures_are_found_by_key_label_and_definition(small_city, fixed_day):
    found = choices_for(small_city.committee, YEAR, fixed_day, "Direct")
    assert "organisations.direct" in {choice.key for choice in found}
    assert choices_for(small_city.committee, YEAR, fixed_day, "§") == []
