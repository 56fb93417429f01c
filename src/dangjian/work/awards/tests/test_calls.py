"""Drawing up and issuing a call: what is missing is said, what was issued stands."""

from datetime import date
from decimal import Decimal

import pytest

from dangjian.kernel.access.roles import Role
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.notices.models import Notice
from dangjian.work.awards import services
from dangjian.work.awards.enums import CallStage, PhaseKind, Subject
from dangjian.work.awards.errors import CallError
from dangjian.work.awards.models import AwardProgramme, Call
from dangjian.work.awards.queries.calls import open_calls
from dangjian.work.awards.services.calls import shortcomings

from .factories import DRAWN, ISSUED, award_class, drawn_up, issued, programme


def phase(call, kind, start, end):
    services.keep_phase(call, kind=kind, starts_on=date(2017, *start), ends_on=date(2017, *end), by=None)


def criterion(call, weight, name="实效"):
    return services.keep_criterion(call, name=name, weight=Decimal(weight), by=None)


def test_the_catalogue_begins_once(db):
    assert services.begin_programmes(by=None) == 4
    assert services.begin_programmes(by=None) == 0
    assert AwardProgramme.objects.filter(is_yearly=True).count() == 2


def test_what_is_missing_is_said_before_it_is_issued(small_city):
    call = drawn_up(small_city.committee)
    assert len(shortcomings(call)) == 2
    with pytest.raises(CallError):
        services.issue_call(call, on=ISSUED, today=ISSUED, by=None)
    award_class(call)
    phase(call, PhaseKind.NOMINATING, (4, 20), (5, 26))
    assert shortcomings(call) == []


@pytest.mark.parametrize("weights", [("60", "39"), ("60", "40.01"), ("99.99",)])
def test_weights_that_do_not_sum_to_a_hundred_are_refused(small_city, weights):
    call = drawn_up(small_city.committee)
    award_class(call)
    phase(call, PhaseKind.NOMINATING, (4, 20), (5, 26))
    for n, weight in enumerate(weights):
        criterion(call, weight, f"指标{n}")
    whole = sum(map(Decimal, weights))
    with pytest.raises(CallError, match=str(whole)):
        services.issue_call(call, on=ISSUED, today=ISSUED, by=None)
    criterion(call, Decimal(100) - whole if whole < 100 else 1, "补足") if whole < 100 else None
    assert (shortcomings(call) == []) == (whole < 100)


@pytest.mark.parametrize(
    ("second", "start", "end", "wrong"),
    [
        (PhaseKind.SCORING, (5, 26), (6, 1), False),
        (PhaseKind.SCORING, (5, 25), (6, 1), True),
        (PhaseKind.SCORING, (4, 1), (4, 10), True),
    ],
)
def test_phases_follow_each_other(small_city, second, start, end, wrong):
    call = drawn_up(small_city.committee)
    award_class(call)
    phase(call, PhaseKind.NOMINATING, (4, 20), (5, 26))
    phase(call, second, start, end)
    assert bool(shortcomings(call)) == wrong


def test_nothing_changes_once_it_is_issued(small_city):
    call, made = issued(small_city.committee)
    assert call.stage == CallStage.ISSUED
    for attempt in (
        lambda: award_class(call, "另一称号"),
        lambda: phase(call, PhaseKind.NOTICE, (6, 1), (6, 9)),
        lambda: criterion(call, "50"),
        lambda: services.remove_part(made, by=None),
        lambda: services.change_call(call, version=call.version, title="改名", by=None),
    ):
        with pytest.raises(CallError):
            attempt()


def test_two_who_change_it_at_once(small_city):
    call = drawn_up(small_city.committee)
    services.change_call(call, version=call.version, title="甲改的", by=None)
    with pytest.raises(ConflictError) as refused:
        services.change_call(call, version=call.version, title="乙改的", by=None)
    assert refused.value.theirs["title"] == "甲改的"


def test_the_next_year_begins_like_the_last(small_city):
    like = services.draw_up_call(
        organisation=small_city.committee,
        programme=programme(),
        year=2016,
        title="2016年“七一”表彰",
        today=date(2016, 4, 1),
        by=None,
    )
    services.keep_class(like, name="提名奖", subject=Subject.MEMBER, quota=3, rank=4, by=None,
                        runner_up_of=like.classes.get(rank=2))  # fmt: skip
    call = services.draw_up_call(
        organisation=small_city.committee,
        programme=programme(),
        year=2017,
        title="2017年“七一”表彰",
        today=DRAWN,
        like=like,
        by=None,
    )
    assert [(one.name, one.quota) for one in call.classes.all()] == [
        (one.name, one.quota) for one in like.classes.all()
    ]
    assert call.classes.get(rank=4).runner_up_of == call.classes.get(rank=2)
    assert call.conditions.count() == like.conditions.count() > 0
    assert {row.award_class.call_id for row in call.conditions.all()} == {call.pk}
    assert call.phases.get(kind=PhaseKind.NOMINATING).starts_on == date(2017, 4, 20)
    assert (call.needs_discipline, call.is_blind) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": "\u200b\u202e "}, "title"), ({"year": 1990}, "year"), ({"title": ""}, "title")],
)
def test_a_call_that_cannot_be(small_city, wrong, field):
    facts = {"year": 2017, "title": "表彰"} | wrong
    with pytest.raises(CallError) as refused:
        services.draw_up_call(organisation=small_city.committee, programme=programme(), today=DRAWN, by=None, **facts)
    assert refused.value.field == field
    assert not Call.objects.exists()


def test_a_condition_must_be_for_those_whom_the_class_is_for(small_city):
    call = drawn_up(small_city.committee)
    made = award_class(call)
    for key, number in (("members.full_member", 1), ("nobody.declared-it", 1), ("organisations.stands", 900)):
        with pytest.raises(CallError):
            services.keep_condition(call, award_class=made, key=key, number=number, by=None)
    kept = services.keep_condition(call, award_class=made, key="organisations.stands", by=None)
    again = services.keep_condition(call, award_class=made, key="organisations.stands", number=3, by=None)
    assert (kept.pk, again.number) == (again.pk, 3)


def test_a_call_reaches_what_lies_below_its_issuer_and_nothing_else(small_city):
    call, _class = issued(small_city.first)
    day = date(2017, 5, 1)
    assert list(open_calls(small_city.first_one, day)) == [call]
    assert list(open_calls(small_city.second_one, day)) == []
    assert list(open_calls(small_city.committee, day)) == []
    assert list(open_calls(small_city.first_one, date(2017, 5, 26))) == []
    services.call_off(call, reason="另行安排", on=day, by=None)
    assert list(open_calls(small_city.first_one, day)) == []


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "2017年5月26日"), ("en", "26 May 2017")])
def test_those_told_of_a_call_read_its_days_in_their_language(small_city, language, words):
    account = small_city.account(Role.BRANCH_SECRETARY, small_city.first_one)
    account.language = language
    account.save(update_fields=["language"])
    issued(small_city.committee)
    assert words in Notice.objects.get(account=account).body
