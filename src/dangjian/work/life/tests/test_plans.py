"""The year plan: generated once, never on a rest day, adjusted without losing anything, read by calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as proven
from hypothesis import strategies as st
from icalendar import Calendar

from dangjian.foundation.accounts.handover.registry import registry as handover
from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.periods import Period, PeriodKind, SeededCalendar
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.errors import PlanError
from dangjian.work.life.models import CalendarFeed, PlanItem
from dangjian.work.life.placing import day_for, placed, usual_weekday
from dangjian.work.life.queries.plans import met_by, owed_in, with_standing
from dangjian.work.life.services.feeds import feed_of_key, key_of

from .factories import TODAY, called, held

Kind = MeetingKind
YEAR = 2017
EVERY = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)


@pytest.fixture
def branch(small_city):
    for _ in range(3):
        member(small_city.first_one)
    return small_city.first_one


def generate(branch, year=YEAR, **more):
    return services.generate_plan(organisation=branch, year=year, today=TODAY, by=None, **more)


def plan_of(branch, year=YEAR):
    return list(PlanItem.objects.standing().of_year(year).filter(organisation=branch))


# ── where a meeting is placed ────────────────────────────────────────────────────────────────────────────────────────


@proven(max_examples=60, deadline=None)
@given(
    year=st.integers(2005, 2030),
    weekday=st.integers(0, 6),
    rules=st.lists(st.tuples(st.sampled_from(Kind.values), st.sampled_from(EVERY)), max_size=6),
    rests=st.sets(st.integers(0, 365), max_size=120),
    combine=st.booleans(),
)
def test_each_owed_period_has_its_meeting_once_and_never_on_a_rest_day(year, weekday, rules, rests, combine):
    whole = Period.year_of(year)
    overrides = {whole.starts_on + timedelta(days=number): False for number in rests}
    # One day of each month is worked in any case, so that a worked day always exists.
    overrides |= {month.starts_on + timedelta(days=9): True for month in whole.parts(PeriodKind.MONTH)}
    calendar = SeededCalendar(overrides)
    owed = [(kind, period) for kind, every in rules for period in whole.parts(every)]
    found = placed(owed, weekday, combine=combine, calendar=calendar)
    assert sorted((one.kind, one.period) for one in found) == sorted(set(owed))
    for one in found:
        assert one.period.contains(one.on)
        assert calendar.of(one.on).working
    assert placed(owed, weekday, combine=combine, calendar=calendar) == found


def test_what_falls_in_one_week_is_put_on_one_day():
    february, first = Period.parse("2017-02"), Period.parse("2017-Q1")
    # With the fifteenth a day of rest in one calendar only, the two would lie on neighbouring days.
    owed = [(Kind.PARTY_DAY.value, february), (Kind.GENERAL.value, first), (Kind.COMMITTEE.value, february)]
    days = {one.kind: one.on for one in placed(owed, 2)}
    assert days == {"party_day": date(2017, 2, 15), "general": date(2017, 2, 15), "committee": date(2017, 2, 3)}


def test_a_day_of_rest_gives_way_to_the_nearest_worked_day():
    assert day_for(Kind.PARTY_DAY.value, Period.parse("2017-10"), 2) == date(2017, 10, 18)
    assert day_for(Kind.COMMITTEE.value, Period.parse("2017-10"), 2) == date(2017, 10, 9)


def test_the_usual_weekday_is_that_of_the_last_meetings():
    assert usual_weekday([]) == 2
    assert usual_weekday([date(2017, 9, 8), date(2017, 8, 11), date(2017, 7, 12)]) == 4


# ── generating ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_plan_is_what_the_rules_want_and_a_second_click_adds_nothing(branch):
    owed = owed_in(branch, Period.year_of(YEAR), TODAY)
    assert generate(branch) == len(owed) == 12 + 4 + 4 + 1
    assert sorted((item.kind, item.period) for item in plan_of(branch)) == sorted((k, p.key) for k, p in owed)
    assert generate(branch) == 0
    assert Entry.objects.filter(action="life.plan.generated").count() == 1


def test_a_branch_with_a_committee_plans_its_meetings_too(branch):
    post(member(branch), branch, PostTitle.ORGANISATION_OFFICER)
    generate(branch)
    assert sum(item.kind == Kind.COMMITTEE for item in plan_of(branch)) == 12


def test_what_was_adjusted_or_taken_out_is_left_alone(branch):
    generate(branch)
    party_day, general = (
        PlanItem.objects.get(kind=Kind.PARTY_DAY, period="2017-11"),
        PlanItem.objects.get(kind=Kind.GENERAL, period="2017-Q4"),
    )
    services.change_item(party_day, on=date(2017, 11, 20), topic="走访社区", by=None)
    services.remove_item(general, by=None)
    assert generate(branch) == 0
    party_day.refresh_from_db()
    assert (party_day.planned_on, party_day.topic) == (date(2017, 11, 20), "走访社区")
    assert general.pk not in [item.pk for item in plan_of(branch)]
    services.restore_item(general, by=None)
    assert general.pk in [item.pk for item in plan_of(branch)]


def test_meetings_held_on_fridays_are_planned_on_fridays(branch):
    for day in (date(2017, 7, 14), date(2017, 8, 11), date(2017, 9, 15)):
        held(branch, on=day)
    generate(branch)
    assert PlanItem.objects.get(kind=Kind.PARTY_DAY, period="2017-11").planned_on == date(2017, 11, 17)


@pytest.mark.parametrize("year", [2011, 2019])
def test_nobody_plans_the_far_past_or_future(branch, year):
    with pytest.raises(PlanError):
        generate(branch, year)


def test_where_nothing_is_owed_the_page_says_so(branch):
    with pytest.raises(PlanError, match="手工"):
        generate(branch.parent.parent, 2015)


# ── adjusting ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_outside_the_wanted_period_is_refused_with_the_days_that_are_open(branch):
    generate(branch)
    item = PlanItem.objects.get(kind=Kind.PARTY_DAY, period="2017-11")
    with pytest.raises(PlanError, match="2017年11月30日") as refused:
        services.change_item(item, on=date(2017, 12, 1), by=None)
    assert refused.value.field == "on"


def test_two_writers_do_not_overwrite_each_other(branch):
    generate(branch)
    item = PlanItem.objects.get(kind=Kind.PARTY_DAY, period="2017-11")
    services.change_item(item, on=date(2017, 11, 20), version=1, by=None)
    with pytest.raises(ConflictError):
        services.change_item(item, on=date(2017, 11, 21), version=1, by=None)


def test_added_by_hand_needs_a_kind_that_is_held_and_a_day_of_the_year(branch):
    facts = {"organisation": branch, "year": YEAR, "today": TODAY, "by": None}
    services.add_item(kind=Kind.LESSON, on=date(2017, 12, 8), **facts)
    services.add_item(kind=Kind.LESSON, on=date(2017, 12, 9), **facts)
    with pytest.raises(PlanError) as refused:
        services.add_item(kind=Kind.CENTRAL_GROUP, on=date(2017, 12, 8), **facts)
    assert refused.value.field == "kind"
    with pytest.raises(PlanError) as refused:
        services.add_item(kind=Kind.LESSON, on=date(2018, 1, 8), **facts)
    assert refused.value.field == "on"


# ── how it stands ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "met"),
    [
        (date(2017, 6, 1), True),
        (date(2017, 6, 30), True),
        (date(2017, 7, 5), True),
        (date(2017, 7, 6), False),
        (date(2017, 5, 31), False),
    ],
)
def test_met_in_the_same_month_or_within_two_weeks(on, met):
    item = PlanItem(kind=Kind.LESSON, planned_on=date(2017, 6, 21))
    assert (met_by(item, [(Kind.LESSON, on, 7), (Kind.GENERAL, date(2017, 6, 21), 8)]) == 7) is met


def test_met_in_the_period_for_which_a_rule_wants_it():
    item = PlanItem(kind=Kind.GENERAL, planned_on=date(2017, 8, 16), period="2017-Q3")
    assert met_by(item, [(Kind.GENERAL, date(2017, 9, 30), 7)]) == 7
    assert met_by(item, [(Kind.GENERAL, date(2017, 10, 1), 7)]) is None


def test_a_planned_meeting_is_done_by_the_record_and_open_again_without_it(branch):
    generate(branch)

    def state():
        item = PlanItem.objects.get(kind=Kind.GENERAL, period="2017-Q3")
        return with_standing([item], branch, YEAR, TODAY)[0].state

    assert state() == State.LATE
    meeting = held(branch, on=date(2017, 8, 30))
    assert state() == State.DONE
    services.take_back(meeting, today=TODAY, by=None)
    assert state() == State.LATE


# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────


def subscribed(client, feed):
    client.logout()
    return client.get(f"/life/calendars/{key_of(feed)}.ics")


def test_a_calendar_reads_the_plan_and_the_calls_without_signing_in(client, small_city, branch):
    generate(branch)
    called(branch, Kind.PARTY_DAY, on=date(2017, 11, 16), topic="走进社区")
    by = small_city.actor(Role.BRANCH_SECRETARY, branch)
    feed = services.make_feed(organisation=branch, by=by)
    answer = subscribed(client, feed)
    assert answer["Content-Type"].startswith("text/calendar")
    events = [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert sum("走进社区" in event for event in events) == 1
    # The called meeting stands for the planned one of its month; the other plans are shown.
    assert sum("主题党日" in event for event in events) == 12
    services.revoke_feed(feed, by=by)
    assert subscribed(client, feed).status_code == 404


def test_an_address_shows_only_what_its_account_may_see_that_day(client, small_city, branch):
    generate(branch)
    account = small_city.account(Role.BRANCH_SECRETARY, branch)
    feed = services.make_feed(organisation=branch, by=small_city.actor(Role.BRANCH_SECRETARY, branch))
    account.grants.update(ends_on=date(2017, 10, 1))
    assert Calendar.from_ical(subscribed(client, feed).content).walk("VEVENT") == []
    account.is_active = False
    account.save()
    assert subscribed(client, feed).status_code == 404


def test_a_kept_number_without_the_signature_opens_nothing(small_city, branch):
    feed = services.make_feed(organisation=branch, by=small_city.actor(Role.BRANCH_SECRETARY, branch))
    assert feed_of_key(key_of(feed)) == feed
    assert feed_of_key(feed.nonce) is None
    assert feed_of_key(f"{feed.nonce}.{feed.nonce}") is None


def test_nobody_ends_or_sees_the_address_of_somebody_else(signed_in_as, small_city, branch):
    feed = services.make_feed(organisation=branch, by=small_city.actor(Role.BRANCH_SECRETARY, branch))
    client = signed_in_as(Role.BRANCH_CLERK, branch)
    assert client.post(f"/life/calendars/{feed.pk}/revoke/").status_code == 404
    assert feed.nonce not in client.get("/life/calendars/").content.decode()
    assert CalendarFeed.objects.open().count() == 1


# ── a secretary plans a year ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_secretary_plans_the_year_and_adjusts_it(signed_in_as, branch, django_assert_max_num_queries):
    client = signed_in_as(Role.BRANCH_SECRETARY, branch)
    assert "本年度尚无计划" in client.get("/life/plan/").content.decode()
    made = client.post(f"/life/of/{branch.pk}/plan/generate/", {"year": "2017", "combine": "yes"}, follow=True)
    assert "已安排 21 次会议" in made.content.decode()
    item = PlanItem.objects.get(kind=Kind.PARTY_DAY, period="2017-11")
    was = item.planned_on
    moved = client.post(f"/life/plan/items/{item.pk}/move/", {"on": "2017-11-21"}, follow=True)
    assert "主题党日已调整到2017年11月21日" in moved.content.decode()
    undo = moved.context["undo"]
    assert (undo["item"], undo["on"]) == (item, was)
    client.post(f"/life/plan/items/{item.pk}/move/", {"on": undo["on"].isoformat(), "topic": undo["topic"]})
    item.refresh_from_db()
    assert item.planned_on == was
    wrong = client.post(
        f"/life/plan/items/{item.pk}/", {"on": "2017-12-01", "topic": "走进社区", "version": item.version, "agenda": ""}
    )
    assert "2017年11月30日" in wrong.content.decode()
    assert "走进社区" in wrong.content.decode()
    client.post(
        f"/life/plan/items/{item.pk}/", {"on": "2017-11-16", "topic": "走进社区", "version": item.version, "agenda": ""}
    )
    offered = client.get(f"/life/of/{branch.pk}/call/?kind=party_day&on=2017-11-16").context["form"].initial
    assert offered["on"] == "2017-11-16"
    for address in ("/life/plan/", "/life/plan/sheet/", "/life/calendars/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_calling_offers_what_the_plan_says(signed_in_as, branch):
    generate(branch)
    item = PlanItem.objects.get(kind=Kind.GENERAL, period="2017-Q4")
    services.change_item(item, on=item.planned_on, topic="学习十九大报告", agenda="一、学习\n二、讨论", by=None)
    client = signed_in_as(Role.BRANCH_SECRETARY, branch)
    offered = client.get(f"/life/of/{branch.pk}/call/?kind=general").context["form"].initial
    assert (offered["on"], offered["topic"], offered["agenda"]) == (
        item.planned_on,
        "学习十九大报告",
        "一、学习\n二、讨论",
    )
    assert set(offered["kinds"]) == {Kind.GENERAL, Kind.PARTY_DAY, Kind.LESSON}


@pytest.mark.parametrize("day", ["", "soon", "2017-02-30", "\x00"])
def test_a_day_that_is_none_is_said_in_a_sentence(signed_in_as, branch, day):
    generate(branch)
    item = PlanItem.objects.get(kind=Kind.PARTY_DAY, period="2017-11")
    client = signed_in_as(Role.BRANCH_SECRETARY, branch)
    assert "请选择日期" in client.post(f"/life/plan/items/{item.pk}/move/", {"on": day}, follow=True).content.decode()


def test_a_sister_branch_sees_no_plan(signed_in_as, small_city, branch):
    generate(branch)
    item = plan_of(branch)[0]
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_two)
    assert client.get(f"/life/plan/?organisation={branch.pk}").status_code == 404
    assert client.post(f"/life/plan/items/{item.pk}/move/", {"on": "2017-11-16"}).status_code == 404
    assert client.post(f"/life/of/{branch.pk}/calendar/").status_code == 404


def test_a_successor_reads_how_the_year_stands_and_what_comes_next(small_city, branch):
    generate(branch)
    held(branch, on=date(2017, 10, 6))
    meeting = called(branch, topic="喜迎党的十九大")
    actor = small_city.actor(Role.BRANCH_SECRETARY, branch)
    grant = small_city.account(Role.BRANCH_SECRETARY, branch).grants.get()
    text = {block.key: [f"{line.text}{line.note}" for line in block.lines(grant, actor)] for block in handover.values()}
    assert any("支部党员大会" in line for line in text["life.state"])
    assert any("星期五" in line for line in text["life.rhythm"])
    assert any(meeting.topic in line for line in text["life.next"])
    assert any("主题党日" in line and "年度计划" in line for line in text["life.next"])
    other = small_city.actor(Role.BRANCH_SECRETARY, small_city.first_two)
    assert not any(
        block.lines(grant, other)
        for block in handover.values()
        if block.key in ("life.state", "life.rhythm", "life.next")
    )
