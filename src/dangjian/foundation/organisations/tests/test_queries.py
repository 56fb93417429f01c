"""Search, tree pages, terms on a day, figures, rules and thresholds."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.organisations import queries, services
from dangjian.foundation.organisations.models import SearchName, Term
from dangjian.foundation.organisations.permissions import VIEW
from dangjian.foundation.organisations.rules import TERM_ELECTION
from dangjian.foundation.organisations.services import TermError
from dangjian.foundation.organisations.terms import TERM_RULES, due_on, latest_extension, term_rule
from dangjian.foundation.organisations.thresholds import Counted, check, thresholds_for
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures import compute
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.obligations.coverage import coverage
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from .factories import FOUNDED, TODAY, actor_at, organisation

YEAR = Period.year_of(2017)


def names(page):
    return [node.short_name for node in page.nodes]


@pytest.mark.parametrize(
    "text",
    ["税务局第一", "第一党支部 税务", "swjdy", "  税务局第一党支部 ", "中共税务局第一"],
)
def test_search_finds_parts_words_and_initials(city, text):
    assert names(queries.found_page(city.staff, text, on=TODAY)) == ["税务局第一党支部"]


def test_search_finds_former_names_and_codes_within_scope(city):
    services.rename(city.third, name="中共史志馆", short_name="史志馆支部", on=date(2017, 5, 4), by=city.staff)
    assert names(queries.found_page(city.staff, "档案馆第一", on=TODAY)) == ["史志馆支部"]
    assert names(queries.found_page(city.staff, city.third.code, on=TODAY)) == ["史志馆支部"]
    assert names(queries.found_page(city.outsider, "史志馆", on=TODAY)) == []
    assert names(queries.found_page(city.staff, "%_'", on=TODAY)) == []


def test_a_common_word_finds_all_in_the_order_of_codes(city):
    assert names(queries.found_page(city.staff, "党支部", on=TODAY)) == [
        "税务局第一党支部",
        "税务局第二党支部",
        "档案馆第一党支部",
        "市地震局党支部",
    ]


def test_the_tree_starts_where_the_actor_stands(city):
    assert names(queries.children_page(city.staff, None, on=TODAY)) == ["市直机关工委"]
    both = actor_at(city.direct, city.committee, role=Role.BRANCH_SECRETARY)
    assert names(queries.children_page(both, None, on=TODAY)) == ["市税务局机关党委", "市地震局党支部"]
    page = queries.children_page(city.staff, city.top, on=TODAY)
    assert [node.has_children for node in page.nodes] == [True, True, False]
    assert names(queries.children_page(city.outsider, city.top, on=TODAY)) == ["市地震局党支部"]


def test_children_come_in_pages_and_as_of_a_day(city, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    page = queries.children_page(city.staff, city.top, on=TODAY)
    assert (names(page), page.next_after) == (["市税务局机关党委", "市档案馆党总支"], city.general.code)
    rest = queries.children_page(city.staff, city.top, on=TODAY, after=page.next_after)
    assert (names(rest), rest.next_after) == (["市地震局党支部"], "")
    services.dissolve(city.direct, on=date(2017, 5, 4), by=city.staff)
    after = city.general.code
    assert names(queries.children_page(city.staff, city.top, on=TODAY, after=after)) == []
    assert names(queries.children_page(city.staff, city.top, on=date(2017, 5, 3), after=after)) == ["市地震局党支部"]


def test_tree_and_search_are_served_by_indexes_in_a_fixed_number_of_queries(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.children_page(city.staff, city.top, on=TODAY)
    with django_assert_num_queries(1):
        queries.found_page(city.staff, "税务", on=TODAY)
    if connection.vendor == "sqlite":
        level = Organisation.objects.visible_to(city.staff, VIEW).at(TODAY).filter(parent=city.top).order_by("code")
        assert "organisation_children" in level[:201].explain()
        assert "search_name_text" in SearchName.objects.filter(text__gte="税", text__lt="税\U0010ffff").explain()


def test_terms_are_reckoned_by_the_rule_of_the_day():
    assert due_on("organ_committee", date(2013, 3, 1)) == date(2017, 3, 1)
    assert due_on("organ_committee", date(2019, 11, 28)) == date(2023, 11, 28)
    assert due_on("organ_committee", date(2019, 11, 29)) == date(2024, 11, 29)
    assert due_on("branch", date(2016, 2, 29)) == date(2019, 2, 28)
    assert due_on("work_committee", TODAY) is None
    assert term_rule("branch", date(1990, 1, 1)).key == "branch-1998"
    assert len({rule.key for rule in TERM_RULES}) == len(TERM_RULES)


@given(st.sampled_from(OrganisationKind.values), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_term_is_never_shorter_than_three_years_nor_longer_than_five(kind, elected):
    due = due_on(kind, elected)
    assert due is None or 3 * 365 <= (due - elected).days <= 5 * 366
    assert due is None or 365 <= (latest_extension(due) - due).days <= 366


def test_an_election_ends_the_running_term(city):
    first = services.start_term(city.committee, starts_on=date(2013, 10, 26), by=city.staff)
    with pytest.raises(TermError) as early:
        services.start_term(city.committee, starts_on=date(2017, 10, 1), by=city.staff)
    assert early.value.field == "approval_number"
    second = services.start_term(city.committee, starts_on=date(2017, 10, 1), approval_number="批〔2017〕9号", by=None)
    first.refresh_from_db()
    assert (first.ends_on, first.ended_by, second.number) == (date(2017, 10, 1), "advanced", 2)
    assert (second.due_on, second.rule) == (date(2021, 10, 1), "committee-2010")
    for starts_on in (date(2017, 10, 10), date(2017, 9, 1), date(1999, 1, 1)):
        with pytest.raises(TermError):
            services.start_term(city.committee, starts_on=starts_on, approval_number="1", by=city.staff)
    with pytest.raises(TermError):
        services.start_term(city.top, starts_on=TODAY, by=city.staff)


def test_an_extension_needs_approval_and_lasts_at_most_a_year(city):
    term = services.start_term(city.direct, starts_on=date(2014, 12, 1), by=city.staff)
    for day, approval in ((date(2018, 12, 2), "1"), (date(2017, 12, 1), "1"), (date(2018, 6, 1), " ")):
        with pytest.raises(TermError):
            services.extend_term(term, extended_to=day, extension_number=approval, by=city.staff)
    term = services.extend_term(term, extended_to=date(2018, 12, 1), extension_number="批1", by=city.staff)
    assert term.last_day == date(2018, 12, 1)
    ended = services.end_term(term, on=TODAY, ended_by="elected", by=city.staff)
    for act in (
        lambda: services.end_term(ended, on=TODAY, ended_by="elected", by=city.staff),
        lambda: services.extend_term(ended, extended_to=date(2018, 6, 1), extension_number="1", by=city.staff),
    ):
        with pytest.raises(TermError):
            act()


def test_terms_ending_overdue_and_missing(city):
    soon = services.start_term(city.committee, starts_on=date(2013, 12, 1), by=city.staff)
    late = services.start_term(city.general, starts_on=date(2014, 9, 1), by=city.staff)
    services.start_term(city.first, starts_on=date(2017, 1, 1), by=city.staff)
    assert [list(queries.terms_ending_within(months, TODAY)) for months in (6, 3, 1)] == [[soon], [soon], []]
    assert list(queries.terms_overdue(TODAY)) == [late]
    services.extend_term(late, extended_to=date(2018, 3, 1), extension_number="批", by=city.staff)
    assert set(queries.terms_ending_within(6, TODAY)) == {soon, Term.objects.get(pk=late.pk)}
    missing = queries.organisations_without_term(TODAY).order_by("pk")
    assert list(missing) == [city.second, city.third, city.direct]
    figures = {
        "organisations.direct": 3, "organisations.primary": 6, "organisations.branches": 4,
        "organisations.committees": 1, "organisations.general_branches": 1, "organisations.joint_branches": 0,
        "organisations.with_term_duty": 6, "organisations.in_term": 3, "organisations.without_term": 3,
        "organisations.terms_ending_6_months": 2, "organisations.terms_ending_1_months": 0,
        "organisations.terms_overdue": 0, "organisations.in_term_share": 50.0,
    }  # fmt: skip
    scope = Scope.of(city.top.path, YEAR, TODAY)
    assert {key: compute.compute(key, scope).number for key in figures} == figures
    for key in figures:
        shown = compute.rows(key, scope, city.staff).count()
        value = compute.compute(key, scope)
        assert shown == (value.numerator if registry[key].is_ratio else value.number)
    assert compute.compute("organisations.direct", Scope.of(city.direct.path, YEAR, TODAY)).number == 1


def test_the_election_rule_closes_with_the_election_and_opens_again(city):
    term = services.start_term(city.committee, starts_on=date(2013, 12, 1), by=city.staff)

    def states(today):
        return [cell.state for cell in coverage([TERM_ELECTION], city.top.path, YEAR, today).cells]

    assert states(date(2017, 5, 1)) == [State.NOT_DUE]
    assert states(TODAY) == [State.DUE]
    assert states(date(2017, 12, 2)) == [State.LATE]
    new = services.start_term(city.committee, starts_on=TODAY, approval_number="批", by=city.staff)
    assert states(TODAY) == [State.DONE]
    new.delete()
    Term.objects.filter(pk=term.pk).update(ends_on=None, ended_by="")
    assert states(TODAY) == [State.DUE]


def test_thresholds_explain_and_depend_on_the_day(city):
    small = {Counted.FULL: 2, Counted.ALL: 51}
    old = check(city.direct, small, date(2017, 10, 9))
    assert [(finding.threshold.key, finding.met, finding.warns) for finding in old] == [
        ("branch-2010", False, True),
        ("branch-committee-2010", False, False),
    ]
    new = check(city.direct, small, date(2026, 1, 1))
    assert [finding.threshold.key for finding in new] == ["branch-2019", "branch-committee-2019", "branch-size-2018"]
    assert new[0].threshold.article == "7"
    assert "2" in new[0].sentence
    assert check(city.direct, {}, TODAY) == []
    assert [t.key for t in thresholds_for("organ_committee", date(2026, 1, 1))] == ["committee-2019"]
    assert [finding.met for finding in check(city.general, {Counted.ALL: 100}, TODAY)] == [False]
    assert [finding.met for finding in check(city.general, {Counted.ALL: 50}, TODAY)] == [True]


def test_consequences_are_words(city):
    services.add_unit(
        city.committee, name="市税务局", code="1", nature="organ", situation="same", starts_on=FOUNDED, by=None
    )
    assert len(queries.consequences(city.committee, TODAY)) == 2
    assert queries.consequences(organisation("branch", city.top), TODAY) == []
