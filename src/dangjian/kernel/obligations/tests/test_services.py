from datetime import date, timedelta

import pytest

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.obligations import services
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.models import AskTarget
from dangjian.kernel.obligations.queries import (
    Burden,
    asked_lately,
    asks_of,
    burden,
    burden_meter,
    burdens,
    owed,
    sent_by,
    this_month,
)
from dangjian.kernel.obligations.services import AskError, RuleError
from dangjian.kernel.obligations.standing import Source, StandingRule, Version
from dangjian.kernel.obligations.tests.test_coverage import clerk_rule, grant_clerk
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.records import kinds
from dangjian.kernel.records.kinds import RecordKind

TODAY = date(2017, 10, 9)


@pytest.fixture
def send(small_city):
    def sent(**changes):
        facts = {
            "from_organisation": small_city.committee,
            "receivers": [small_city.first, small_city.third],
            "title": "上报换届安排",
            "reason": "汇总全市换届工作",
            "owner": "组织处",
            "due_on": date(2017, 10, 20),
            "ends_on": date(2017, 11, 20),
            "minutes_estimate": 30,
            "on": TODAY,
            "by": small_city.actor(),
        }
        return services.ask(**(facts | changes))

    return sent


@pytest.fixture
def grants_kind(monkeypatch):
    """Grants as a kind of record that can answer an ask."""
    monkeypatch.setattr(kinds, "registry", {})
    return kinds.register(RecordKind("tests.grants", "Grants", Grant, "tests.grant.view", (), rows=Grant.objects.all))


def target_of(sent, organisation):
    return AskTarget.objects.get(ask=sent, organisation=organisation)


def state_at(organisation, day):
    return [state for _target, state in asks_of(organisation, day)]


def test_ask_lives_from_its_day_to_its_end(send, small_city):
    send()
    days = {8: [], 9: [State.DUE], 20: [State.DUE], 21: [State.LATE]}
    assert {day: state_at(small_city.first, date(2017, 10, day)) for day in days} == days
    assert state_at(small_city.first, date(2017, 11, 19)) == [State.LATE]
    assert state_at(small_city.first, date(2017, 11, 20)) == []
    assert state_at(small_city.second, TODAY) == []
    assert "上报换届安排" in Entry.objects.get().sentence


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "长" * 81}),
        ("reason", {"reason": ""}),
        ("owner", {"owner": ""}),
        ("due_on", {"due_on": TODAY - timedelta(days=1)}),
        ("ends_on", {"ends_on": date(2017, 10, 20)}),
        ("ends_on", {"ends_on": date(2018, 10, 10)}),
        ("minutes_estimate", {"minutes_estimate": 0}),
        ("minutes_estimate", {"minutes_estimate": 2401}),
        ("receivers", {"receivers": []}),
        ("kind", {"kind": "no.such"}),
    ],
)
def test_ask_refuses(send, field, changes):
    with pytest.raises(AskError) as refused:
        send(**changes)
    assert refused.value.field == field
    assert not AskTarget.objects.exists()


def test_asks_go_downwards_only(send, small_city):
    for receiver in (small_city.committee, small_city.first, small_city.second_one):
        with pytest.raises(AskError, match=receiver.short_name):
            send(from_organisation=small_city.first, receivers=[receiver])


def test_answer_closes_and_taking_back_reopens(send, small_city):
    target = target_of(send(), small_city.first)
    clerk = small_city.actor(Role.PARTY_OFFICE, small_city.first)
    services.answer(target, text="已安排", actual_minutes=12, on=TODAY, by=clerk)
    assert state_at(small_city.first, TODAY) == [State.DONE]
    with pytest.raises(AskError, match=clerk.name):
        services.answer(target, text="again", on=TODAY, by=clerk)
    services.take_back_answer(target, by=clerk)
    assert state_at(small_city.first, TODAY) == [State.DUE]
    with pytest.raises(AskError):
        services.take_back_answer(target, by=clerk)
    target.refresh_from_db()
    assert target.answer == "已安排"  # what was typed is offered again
    assert Entry.objects.filter(organisation_id=small_city.first.pk).count() == 2


def test_withdrawn_record_opens_the_ask_again(send, small_city, grants_kind):
    sent = send(kind=grants_kind.key)
    target = target_of(sent, small_city.third)
    elsewhere = grant_clerk(small_city.first, TODAY)
    with pytest.raises(AskError):
        services.answer(target, record=elsewhere, on=TODAY, by=None)
    with pytest.raises(AskError):
        services.answer(target, record=small_city.third, on=TODAY, by=None)
    for _round in range(2):
        grant = grant_clerk(small_city.third, TODAY)
        services.answer(target, record=grant, on=TODAY, by=None)
        assert state_at(small_city.third, TODAY) == [State.DONE]
        grant.delete()
        assert state_at(small_city.third, TODAY) == [State.DUE]


def test_withdraw_for_some_and_for_all(send, small_city):
    sent = send()
    services.withdraw(sent, receivers=[small_city.first], on=TODAY, by=None)
    assert (state_at(small_city.first, TODAY), state_at(small_city.third, TODAY)) == ([], [State.DUE])
    with pytest.raises(AskError):
        services.withdraw(sent, receivers=[small_city.first], on=TODAY, by=None)
    services.withdraw(sent, on=TODAY, by=None)
    assert state_at(small_city.third, TODAY) == []
    with pytest.raises(AskError):
        services.withdraw(sent, on=TODAY, by=None)
    with pytest.raises(AskError):
        services.answer(target_of(sent, small_city.third), text="late", on=TODAY, by=None)


def test_dead_ask_takes_no_answer(send, small_city):
    target = target_of(send(), small_city.first)
    with pytest.raises(AskError):
        services.answer(target, text="late", on=date(2017, 11, 20), by=None)
    for wrong in ({"text": " "}, {"text": "x", "actual_minutes": -1}):
        with pytest.raises(AskError):
            services.answer(target, on=TODAY, by=None, **wrong)


def test_burden_says_by_whom_and_compares(send, small_city, django_assert_num_queries):
    send()
    send(minutes_estimate=15, on=date(2017, 10, 1))
    send(from_organisation=small_city.first, receivers=[small_city.first_one], minutes_estimate=5)
    send(on=date(2016, 10, 31), due_on=date(2016, 11, 1), ends_on=date(2016, 11, 2))
    send(on=date(2017, 9, 30))
    with django_assert_num_queries(1):
        seen = burden(small_city.first, this_month(TODAY))
    assert (seen.now, seen.year_earlier) == (Burden(2, 45), Burden(1, 30))
    assert seen.by_sender == (("市直机关工委", Burden(2, 45)),)
    with django_assert_num_queries(1):
        both = burdens(
            [small_city.first, small_city.second, small_city.first_one],
            [this_month(TODAY), Period.year_of(2017), Period.year_of(2016)],
        )
    assert both == {
        small_city.first.pk: (Burden(2, 45), Burden(3, 75), Burden(1, 30)),
        small_city.first_one.pk: (Burden(1, 5), Burden(1, 5), Burden()),
    }
    assert [(ask.receivers, ask.answers) for ask in sent_by(small_city.first)] == [(1, 0)]


def test_the_meter_tells_month_and_year_and_the_minutes_that_it_really_took(
    send, small_city, django_assert_num_queries
):
    first = send()
    send(minutes_estimate=15, on=date(2017, 3, 1), due_on=date(2017, 3, 10), ends_on=date(2017, 4, 1))
    send(on=date(2016, 3, 1), due_on=date(2016, 3, 10), ends_on=date(2016, 4, 1))
    services.answer(target_of(first, small_city.first), text="done", actual_minutes=70, on=TODAY, by=None)
    with django_assert_num_queries(1):
        meter = burden_meter(asked_lately(small_city.first, TODAY), TODAY)
    assert (meter.month.now, meter.month.year_earlier) == (Burden(1, 30, 70, 1), Burden())
    assert (meter.year.now, meter.year.year_earlier) == (Burden(2, 45, 70, 1), Burden(1, 30))


def test_owed_lists_rules_and_asks_by_day(send, small_city, declared, django_assert_num_queries):
    declared(clerk_rule(action="Name", action_url=lambda organisation, period: f"/{organisation.code}/{period.key}"))
    declared(clerk_rule(Version(date(2010, 1, 1), PeriodKind.YEAR, lead_days=10), key="tests.yearly"))
    declared(clerk_rule(key="tests.hint", informational=True))
    for month in range(1, 9):
        grant_clerk(small_city.third, date(2017, month, 5))
    send()
    with django_assert_num_queries(4):
        musts = owed(small_city.third, TODAY)
    assert [(must.title, must.due_on, must.state) for must in musts] == [
        ("Name a clerk", date(2017, 9, 30), State.LATE),
        ("上报换届安排", date(2017, 10, 20), State.DUE),
        ("Name a clerk", date(2017, 10, 31), State.DUE),
    ]
    assert (musts[0].url, musts[0].version, musts[0].source.regulation) == ("/35-03/2017-09", 1, "Handbook")
    assert (musts[1].asked_by, musts[1].minutes) == ("市直机关工委", 30)
    grant_clerk(small_city.third, TODAY)
    assert [must.due_on.month for must in owed(small_city.third, TODAY, ahead_days=60, informational=True)] == [
        9,
        9,
        10,
        11,
        11,
    ]


def test_exempting_and_ending_it(small_city, declared):
    rule = declared(clerk_rule())
    facts = {
        "organisation": small_city.third,
        "rule": rule.key,
        "reason": "支部集中外出",
        "on": TODAY,
        "by": small_city.actor(),
    }
    exemption = services.exempt(**facts, starts_on=TODAY, ends_on=date(2018, 10, 9))
    assert exemption.granted_by == facts["by"].name
    assert TODAY.month not in {must.due_on.month for must in owed(small_city.third, TODAY)}
    services.end_exemption(exemption, on=date(2017, 10, 20), by=None)
    assert TODAY.month in {must.due_on.month for must in owed(small_city.third, TODAY)}
    with pytest.raises(RuleError):
        services.end_exemption(exemption, on=date(2017, 10, 20), by=None)
    wrong = [{"reason": " "}, {"rule": "no.such"}, {"ends_on": TODAY}, {"ends_on": date(2018, 10, 10)}]
    for change in wrong:
        with pytest.raises(RuleError):
            services.exempt(**({"starts_on": TODAY, "ends_on": date(2018, 1, 1)} | facts | change))


def test_tightening(small_city, declared):
    rule = declared(clerk_rule())
    facts = {
        "organisation": small_city.committee,
        "rule": rule.key,
        "reason": "工委决定",
        "starts_on": TODAY,
        "by": None,
    }
    local = services.tighten(**facts, parameters={"at_least": 2})
    services.end_tightening(local, on=date(2017, 12, 1), by=None)
    local.refresh_from_db()
    assert local.ends_on == date(2017, 12, 1)
    for parameters in ({}, {"at_least": 0}, {"grace_days": -1}, {"unknown": 3}, {"at_least": "2"}, {"at_least": True}):
        with pytest.raises(RuleError):
            services.tighten(**facts, parameters=parameters)
    with pytest.raises(RuleError):
        services.tighten(**facts, parameters={"at_least": 2}, ends_on=TODAY)


def test_periods_of_rules_keep_the_registry_law():
    rule = StandingRule("tests.week", "t", Source("r"), (Version(date(2017, 1, 1), PeriodKind.WEEK),), None, None)
    weeks = [period.key for _v, period in rule.periods_ending(date(2017, 1, 1), date(2017, 1, 16))]
    assert weeks == ["2017-W01", "2017-W02"]
    assert [p for _v, p in rule.periods_touching(date(2016, 1, 1), date(2016, 12, 1))] == []
    assert rule.version_for(date(2016, 12, 31)) is None
    assert Period.parse("2017-W01").starts_on == date(2017, 1, 2)
