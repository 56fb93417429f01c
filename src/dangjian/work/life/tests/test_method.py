"""The branch work method: derived from records, in the database, without an order of merit."""

from datetime import date
from decimal import Decimal

import pytest

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.tests.factories import member, post
from dangjian.insight.ledgers.gathering import section_of
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures.compute import compute, records_of
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.periods import Period
from dangjian.kernel.records import proofs
from dangjian.kernel.records.proofs import Proof, StepState, standing_of
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.errors import PlanError
from dangjian.work.life.models import Duty, PlanItem
from dangjian.work.life.queries.method import branches_below, goals_of, rows_by_step, standing_at

from .factories import TODAY, held

YEAR = Period.year_of(2017)
Kind = MeetingKind


@pytest.fixture
def branch(small_city):
    return small_city.first_one


def states(branch, day=TODAY):
    return [one.state for one in standing_of(branch, YEAR, day)[:3]]


def goal(branch, **more):
    facts = {"organisation": branch, "year": 2017, "step": 1, "text": "按月推进", "today": TODAY, "by": None}
    return services.set_goal(**facts | more)


def test_steps_without_a_room_say_so_and_others_begin_with_records(branch):
    found = standing_of(branch, YEAR, TODAY)
    built = proofs.steps_built()
    assert [one.number for one in found if one.state is not None] == built
    assert states(branch) == [StepState.NOT_BEGUN] * 3


def test_the_first_step_stands_with_a_plan_and_a_goal(branch):
    made = goal(branch)
    assert states(branch)[0] == StepState.UNDER_WAY
    services.generate_plan(organisation=branch, year=2017, today=TODAY, by=None)
    assert states(branch)[0] == StepState.STANDS
    services.remove_goal(made, by=None)
    assert states(branch)[0] == StepState.UNDER_WAY


def test_the_second_step_wants_a_duty_for_everybody_in_the_committee(branch):
    secretary = post(member(branch), branch, PostTitle.SECRETARY)
    officer = post(member(branch), branch, PostTitle.PUBLICITY_OFFICER)
    assert states(branch)[1] == StepState.NOT_BEGUN
    first = services.assign_duty(post=secretary, text="全面工作", starts_on=TODAY, by=None)
    assert states(branch)[1] == StepState.UNDER_WAY
    services.assign_duty(post=officer, text="宣传", starts_on=TODAY, by=None)
    assert states(branch)[1] == StepState.STANDS
    services.end_duty(first, on=TODAY, by=None)
    assert not Duty.objects.filter(pk=first.pk).exists()
    assert states(branch)[1] == StepState.UNDER_WAY


def test_the_third_step_stands_while_nothing_gone_by_is_missing(branch):
    member(branch)
    for month in range(1, 9):
        held(branch, Kind.PARTY_DAY, on=date(2017, month, 15))
    for month in (2, 5):
        held(branch, Kind.GENERAL, Kind.LESSON, on=date(2017, month, 15))
    # On the ninth of October September and the third quarter are within their grace of ten days.
    assert states(branch)[2] == StepState.STANDS
    assert states(branch, date(2017, 10, 12))[2] == StepState.UNDER_WAY
    held(branch, Kind.PARTY_DAY, on=date(2017, 9, 20))
    held(branch, Kind.GENERAL, Kind.LESSON, on=date(2017, 9, 20))
    assert states(branch, date(2017, 10, 12))[2] == StepState.STANDS


def test_a_room_that_declares_a_proof_appears_without_touching_a_page(monkeypatch, branch):
    made = goal(branch)
    brand = Proof(
        key="tests.brand",
        step=6,
        label="Brands",
        wants="Two brands.",
        rows=lambda year, day: type(made).objects.filter(year=year.year),
        wanted=lambda year, day: 2,
        url=lambda organisation, year: "/",
    )
    monkeypatch.setitem(proofs.registry, brand.key, brand)
    assert standing_of(branch, YEAR, TODAY)[5].state == StepState.UNDER_WAY
    goal(branch, text="第二项")
    found = standing_of(branch, YEAR, TODAY)[5]
    assert any(one.proof is brand and one.is_whole and one.has == 2 for one in found.proofs)


@pytest.mark.parametrize(("step", "key"), [(8, "tests.step"), (0, "tests.none"), (1, "life.plan")])
def test_a_proof_names_a_step_and_is_declared_once(step, key):
    with pytest.raises(ValueError, match=key):
        proofs.register_proof(Proof(key, step, "", "", rows=lambda y, d: None, url=lambda o, y: ""))


def test_numbers_of_the_city_are_those_of_its_branches(small_city, branch):
    goal(branch)
    goal(small_city.third)
    services.generate_plan(organisation=branch, year=2017, today=TODAY, by=None)
    branches = branches_below(small_city.committee, YEAR, TODAY)
    first = rows_by_step(branches)[0]
    assert dict(first.counts) == {StepState.NOT_BEGUN: 2, StepState.UNDER_WAY: 1, StepState.STANDS: 1}
    assert [row.pk for row in standing_at(branches, 1, "stands")] == [branch.pk]
    assert standing_at(branches, 1, "best").count() == 4
    value = compute("life.step_1", Scope.of(small_city.committee.path, YEAR, TODAY))
    assert (value.numerator, value.denominator) == (1, 4)
    rows = records_of(registry["life.step_1_branches"], Scope.of(small_city.first.path, YEAR, TODAY))
    assert [row.pk for row in rows] == [branch.pk]


def test_the_article_counts_the_steps_for_which_goals_are_set(small_city, branch):
    for step in range(1, 8):
        goal(branch, step=step)
    goal(small_city.third, step=3)
    assert compute("life.method_steps", Scope.of(small_city.committee.path, YEAR, TODAY)).number == 7
    assert compute("life.method_steps", Scope.of(small_city.third.path, YEAR, TODAY)).number == 1


def test_a_goal_is_reached_by_its_figure(branch):
    member(branch)
    goal(branch, figure="life.meetings", target=Decimal(2))
    held(branch)
    assert goals_of(branch, YEAR, TODAY)[0].state == State.NOT_DUE
    held(branch, on=date(2017, 10, 8))
    assert goals_of(branch, YEAR, TODAY)[0].state == State.DONE


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"figure": "life.nothing", "target": Decimal(1)}, "figure"),
        ({"figure": "life.meetings"}, "target"),
        ({"target": Decimal(3)}, "target"),
    ],
)
def test_a_goal_that_cannot_be_measured_is_refused_at_its_field(branch, wrong, field):
    with pytest.raises(PlanError) as refused:
        goal(branch, **wrong)
    assert refused.value.field == field


def test_a_duty_lies_within_the_post(branch):
    seat = post(member(branch), branch, PostTitle.SECRETARY)
    with pytest.raises(PlanError) as refused:
        services.assign_duty(post=seat, text="全面工作", starts_on=date(1999, 1, 1), by=None)
    assert refused.value.field == "starts_on"


def test_the_ledger_of_a_year_holds_its_goals_and_the_duties_in_force(small_city, branch):
    secretary = post(member(branch), branch, on=date(2015, 1, 1))
    for year in (2016, 2017):
        goal(branch, year=year, text=f"{year}年按月推进", today=date(year, 3, 1))
    Duty.objects.create(organisation=branch, post=secretary, text="联系社区", starts_on=date(2015, 2, 1))
    ended = {"starts_on": date(2016, 1, 1), "ends_on": date(2017, 1, 1)}
    Duty.objects.create(organisation=branch, post=secretary, text="青年工作", **ended)

    def told(kind, key):
        return [row.text for row in section_of(kind, branch, Period.parse(key), small_city.actor()).own_rows()]

    assert [told("life.goal", key) for key in ("2016", "2017-Q2", "2018")] == [
        ["2016年按月推进"],
        ["2017年按月推进"],
        [],
    ]
    assert told("life.duty", "2016") == ["联系社区", "青年工作"]
    assert told("life.duty", "2017") == ["联系社区"]
    assert told("life.duty", "2014") == []


def test_the_ledger_of_a_period_holds_the_meetings_planned_in_it(small_city, branch):
    for on, removed in ((date(2017, 3, 31), False), (date(2017, 4, 1), False), (date(2017, 5, 3), True)):
        PlanItem.objects.create(
            organisation=branch, year=2017, kind=MeetingKind.GENERAL, planned_on=on, removed=removed
        )

    def planned(key):
        section = section_of("life.plan", branch, Period.parse(key), small_city.actor())
        return [row.planned_on for row in section.own_rows()]

    assert planned("2017") == [date(2017, 3, 31), date(2017, 4, 1)]
    assert planned("2017-Q2") == [date(2017, 4, 1)]
    assert planned("2018") == []


def test_pages_of_the_method_stay_within_twelve_queries(
    signed_in_as, small_city, branch, django_assert_max_num_queries
):
    goal(branch, figure="life.meetings", target=Decimal(2))
    client = signed_in_as()
    for address in (
        "/life/method/",
        f"/life/method/?organisation={branch.pk}",
        "/life/method/?step=1&state=under-way&year=2017",
        "/life/method/?step=9&state=x&page=zzz",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    listed = client.get("/life/method/?step=1&state=under-way").context["branches"]
    assert [row.pk for row, _states in listed] == [branch.pk]


def test_a_secretary_writes_a_goal_and_divides_the_work(signed_in_as, small_city, branch):
    seat = post(member(branch), branch, PostTitle.SECRETARY)
    client = signed_in_as(Role.BRANCH_SECRETARY, branch)
    wrong = client.post(f"/life/of/{branch.pk}/goals/add/", {"step": 1, "text": "参加率九成", "target": "90"})
    assert "参加率九成" in wrong.content.decode()
    assert wrong.context["form"].errors["target"]
    client.post(
        f"/life/of/{branch.pk}/goals/add/",
        {"step": 3, "text": "参加率九成", "figure": "life.attendance", "target": "90"},
    )
    client.post(f"/life/of/{branch.pk}/duties/add/", {"post": seat.pk, "text": "全面工作", "starts_on": "2017-10-09"})
    page = client.get("/life/method/").content.decode()
    assert "参加率九成" in page
    assert "全面工作" in page
    assert (
        signed_in_as(Role.BRANCH_SECRETARY, small_city.first_two)
        .get(f"/life/method/?organisation={branch.pk}")
        .status_code
        == 404
    )
