"""The standing rules of meetings, beside the laws: who owes, what answers, and a slow reference for any calendar."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import count, product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as proven
from hypothesis import strategies as st

from dangjian.foundation.members import services as members
from dangjian.foundation.members.enums import ConditionKind, MembershipStatus, PostTitle
from dangjian.foundation.members.models import Condition, Membership
from dangjian.foundation.members.tests.factories import member, post
from dangjian.foundation.organisations.models import LeadingGroup, Unit
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.obligations import services as obligations
from dangjian.kernel.obligations.coverage import coverage, evidence_of
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.models import AskTarget, Exemption, LocalRule
from dangjian.kernel.obligations.queries import owed
from dangjian.kernel.periods import Period
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import place
from dangjian.work.life import services
from dangjian.work.life.enums import MeetingKind, Outcome
from dangjian.work.life.models import Attendance, CountsAs, Meeting
from dangjian.work.life.queries.grid import life_rules
from dangjian.work.life.queries.roll import roll
from dangjian.work.life.rules import meetings as rules
from dangjian.work.life.services import Decided

from .factories import TODAY, held, minutes

YEAR = Period.year_of(2017)
Kind = MeetingKind


@pytest.fixture
def branch(small_city):
    return small_city.first_one


@pytest.fixture
def people(branch):
    return [member(branch) for _ in range(4)]


def group_of(branch, number):
    facts = {"name": f"第{number}小组", "short_name": f"第{number}小组", "kind": "group"}
    return place(code=f"g{number}", parent=branch, starts_on=date(2012, 1, 1), **facts)


def cells(rule, organisation, today=TODAY, year=YEAR):
    """Period -> cell of one organisation under one rule, read among all rules at once."""
    found = coverage(life_rules(), organisation.path, year, today).of(organisation.pk)
    return {cell.period.key: cell for cell in found if cell.rule is rule}


def test_not_held_because_is_an_answer_and_never_done(branch, people):
    facts = {"organisation": branch, "kinds": [Kind.PARTY_DAY], "reason": "防汛值守", "today": TODAY, "by": None}
    services.explain(on=date(2017, 8, 16), **facts)
    cell = cells(rules.PARTY_DAY, branch)["2017-08"]
    assert (cell.state, cell.count, cell.done_on) == (State.EXPLAINED, 0, None)
    assert not evidence_of(rules.PARTY_DAY, branch, cell.period, TODAY).exists()
    held(branch, Kind.PARTY_DAY, on=date(2017, 8, 30))
    assert cells(rules.PARTY_DAY, branch)["2017-08"].state is State.DONE


def test_a_branch_owes_committee_meetings_while_it_has_a_committee(small_city, branch, people):
    post(people[0], branch)
    assert cells(rules.COMMITTEE, branch) == {}, "a secretary alone is no committee"
    officer = post(people[1], branch, PostTitle.ORGANISATION_OFFICER, on=date(2017, 4, 10))
    members.relieve(officer, on=date(2017, 8, 15), by=None)
    assert list(cells(rules.COMMITTEE, branch)) == ["2017-04", "2017-05", "2017-06", "2017-07"]
    post(people[2], branch, PostTitle.COMMITTEE_MEMBER, on=date(2017, 9, 1))
    assert list(cells(rules.COMMITTEE, branch))[-1] == "2017-12"
    assert cells(rules.COMMITTEE, small_city.first) == {}


def test_groups_owe_for_themselves_and_one_joint_meeting_answers_for_each(branch):
    groups = [group_of(branch, n) for n in (1, 2, 3)]
    for group in groups:
        member(branch, group=group)
    held(groups[0], Kind.GROUP, on=date(2017, 9, 6), jointly=[groups[1]])
    found = [cells(rules.GROUP, group)["2017-09"].state for group in groups]
    assert found == [State.DONE, State.DONE, State.DUE]
    assert cells(rules.GROUP, branch) == {}


def test_who_has_a_leading_group_owes_its_life(small_city):
    unit = Unit.objects.create(name="市甲局")
    led = LeadingGroup.objects.create(unit=unit, name="市甲局党组", starts_on=date(2012, 1, 1))
    assert cells(rules.DEMOCRATIC_LIFE, small_city.first) == {}
    head = member(small_city.first_one)
    facts = {"organisation": small_city.first, "title": PostTitle.SECRETARY, "leading_group": led}
    members.appoint(head, on=date(2017, 3, 1), by=None, **facts)
    assert list(cells(rules.DEMOCRATIC_LIFE, small_city.first)) == ["2017"]
    assert list(cells(rules.CENTRAL_GROUP, small_city.first)) == ["2017-Q2", "2017-Q3", "2017-Q4"], (
        "the rules are of January 2017"
    )
    assert cells(rules.LEADERS_LESSON, small_city.first) == {}, "head of the leading group, not Party secretary"


def test_the_secretarys_lesson_counts_wherever_it_is_given(small_city, people):
    chief, branch = people[0], small_city.first_one
    seat = post(chief, small_city.first)
    post(chief, branch)
    post(chief, small_city.second, on=date(2017, 9, 1))
    member(small_city.third)
    held(small_city.third, Kind.LESSON, on=date(2017, 5, 10), lecturer=chief)
    first, second = (cells(rules.LEADERS_LESSON, place)["2017"] for place in (small_city.first, small_city.second))
    assert (first.state, first.count) == (State.DONE, 1)
    assert (second.state, second.count) == (State.DUE, 0), "not secretary there on that day"
    assert evidence_of(rules.LEADERS_LESSON, small_city.first, YEAR, TODAY).count() == 1
    assert not evidence_of(rules.LEADERS_LESSON, small_city.second, YEAR, TODAY).exists()
    whole = coverage(life_rules(), small_city.committee.path, YEAR, TODAY)
    assert whole.cell(rules.LEADERS_LESSON, small_city.first.pk, YEAR).count == 1
    assert cells(rules.LESSON, small_city.third)["2017-Q2"].state is State.DONE
    members.relieve(seat, on=date(2017, 5, 10), by=None)
    assert cells(rules.LEADERS_LESSON, small_city.first, date(2017, 6, 1)) == {}


def test_a_late_entry_counts_for_its_day(branch, people):
    held(branch, on=date(2017, 5, 3), today=TODAY)
    found = cells(rules.GENERAL, branch)
    assert found["2017-Q2"].state is State.DONE
    assert (found["2017-Q2"].done_on, found["2017-Q2"].done_late) == (date(2017, 5, 3), False)
    assert found["2017-Q3"].state is State.DUE


def test_only_the_newest_of_corrections_counts(branch, people):
    first = held(branch, on=date(2017, 2, 1), today=date(2017, 2, 1))
    second = services.correct(first, reason="日期有误", today=date(2017, 4, 1), by=None)
    services.file_meeting(
        second, minutes=minutes(date(2017, 4, 1)), version=second.version, today=date(2017, 4, 1), by=None
    )
    found = cells(rules.GENERAL, branch)
    assert (found["2017-Q1"].state, found["2017-Q2"].count) == (State.LATE, 1)
    third = services.correct(second, reason="再次更正", today=date(2017, 6, 1), by=None)
    services.file_meeting(
        third, minutes=minutes(date(2017, 2, 2)), version=third.version, today=date(2017, 6, 1), by=None
    )
    found = cells(rules.GENERAL, branch)
    assert (found["2017-Q1"].count, found["2017-Q2"].count) == (1, 0)
    services.take_back(third, today=date(2017, 6, 2), by=None)
    assert cells(rules.GENERAL, branch)["2017-Q2"].count == 1


def test_a_decision_is_owed_until_it_is_answered_or_dies(branch, people):
    decided = [Decided(text, people[0], date(2017, 10, 20)) for text in ("窗口排班", "走访企业")]
    meeting = held(branch, decisions=decided)
    titles = {str(one.title) for one in owed(branch, TODAY)}
    assert {"窗口排班", "走访企业"} <= titles
    obligations.answer(AskTarget.objects.get(ask__title="窗口排班"), text="已排好", on=TODAY, by=None)
    titles = {str(one.title) for one in owed(branch, TODAY)}
    assert "窗口排班" not in titles
    assert "走访企业" in {str(one.title) for one in owed(branch, date(2018, 10, 8))}
    assert "走访企业" not in {str(one.title) for one in owed(branch, date(2018, 10, 9))}
    services.take_back(meeting, today=TODAY, by=None)
    services.discard_call(meeting, by=None)
    assert "走访企业" not in {str(one.title) for one in owed(branch, TODAY)}


# ── a slow and obvious reference ─────────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2017, 6, 1), date(2019, 3, 31))
LENGTHS = st.integers(1, 250)
WHO = st.integers(0, 3)
GRACE = 10
MONTHLY = {Kind.GENERAL: False, Kind.PARTY_DAY: True, Kind.LESSON: False}
"""Kind -> whether it is owed each month; otherwise each quarter."""
numbers = count(1)


def put(organisation, kind, day, *, happened, corrects=None):
    facts = {"outcome": Outcome.HELD} if happened else {"outcome": Outcome.NOT_HELD, "reason": "防汛"}
    meeting = Meeting.objects.create(
        organisation=organisation, happened_on=day, state=RecordState.FILED, filed_on=day, corrects=corrects,
        sheet_code=f"T{next(numbers)}", **facts,
    )  # fmt: skip
    CountsAs.objects.create(meeting=meeting, organisation=organisation, kind=kind)
    return meeting


def periods_of(kind, year):
    keys = [f"{year}-{n:02}" for n in range(1, 13)] if MONTHLY[kind] else [f"{year}-Q{n}" for n in range(1, 5)]
    return [Period.parse(key) for key in keys]


def slow_state(kind, organisation, period, today, calendar, excused, tightened):
    """One obligation, worked out by hand; ``calendar``: the entries that stand."""
    terms = [
        (more, earlier)
        for who, starts_on, ends_on, more, earlier in tightened
        if organisation.path.startswith(who.path) and starts_on <= period.starts_on < ends_on
    ]
    wanted = max([1, *(more for more, _earlier in terms)])
    due = period.last_day - timedelta(days=max([0, *(earlier for _more, earlier in terms)]))
    mine = [
        (happened, day)
        for where, what, day, happened in calendar
        if where == organisation and what == kind and period.contains(day) and day <= today
    ]
    if sum(happened for happened, _day in mine) >= wanted:
        return State.DONE
    if any(who == organisation and starts_on <= due < ends_on for who, starts_on, ends_on in excused):
        return State.EXCUSED
    if any(not happened for happened, _day in mine):
        return State.EXPLAINED
    if today > due + timedelta(days=GRACE):
        return State.LATE
    return State.DUE if today >= period.starts_on else State.NOT_DUE


@proven(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(list(MONTHLY)),
    today=DAYS,
    year=st.integers(2017, 2019),
    entries=st.lists(
        st.tuples(WHO, st.sampled_from(list(MONTHLY)), DAYS, st.booleans(), st.none() | st.tuples(DAYS, st.booleans())),
        max_size=20,
    ),
    exempt=st.lists(st.tuples(WHO, DAYS, LENGTHS), max_size=2),
    local=st.lists(st.tuples(WHO, DAYS, LENGTHS, st.integers(1, 2), st.integers(0, 9)), max_size=2),
    life=st.tuples(WHO, DAYS, LENGTHS),
)
def test_any_calendar_agrees_with_the_slow_reference(small_city, kind, today, year, entries, exempt, local, life):
    with transaction.atomic():
        branches = [small_city.first_one, small_city.first_two, small_city.second_one, small_city.third]
        placed = [small_city.committee, small_city.first, small_city.first_one, small_city.third]
        rule, calendar = getattr(rules, kind.name), []
        for who, what, day, happened, correction in entries:
            meeting = put(branches[who], what, day, happened=happened)
            if correction is not None:
                put(branches[who], what, correction[0], happened=correction[1], corrects=meeting)
            calendar.append((branches[who], what, *(correction or (day, happened))))
        excused = [(branches[who], day, day + timedelta(days=length)) for who, day, length in exempt]
        for who, starts_on, ends_on in excused:
            Exemption.objects.create(
                organisation=who, rule=rule.key, reason="r", granted_by="n", granted_on=starts_on,
                starts_on=starts_on, ends_on=ends_on,
            )  # fmt: skip
        tightened = [
            (placed[who], day, day + timedelta(days=length), more, earlier) for who, day, length, more, earlier in local
        ]
        for who, starts_on, ends_on, more, earlier in tightened:
            LocalRule.objects.create(
                organisation=who, rule=rule.key, decided_by="n", starts_on=starts_on, ends_on=ends_on,
                parameters={"at_least": more, "days_earlier": earlier},
            )  # fmt: skip
        who, born, length = life
        ended = born + timedelta(days=length)
        Organisation.objects.filter(pk=branches[who].pk).update(starts_on=born, ends_on=ended)
        expected = {
            (branch.pk, period): slow_state(kind, branch, period, today, calendar, excused, tightened)
            for branch, period in product(branches, periods_of(kind, year))
            if branch != branches[who] or born <= period.last_day < ended
        }
        grid = coverage([rule], small_city.committee.path, Period.year_of(year), today)
        assert {(c.organisation_id, c.period): c.state for c in grid.cells} == expected
        transaction.set_rollback(True)


EXCUSES = [kind for kind in ConditionKind if kind != ConditionKind.WINDOW]


@proven(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(st.tuples(WHO, st.sampled_from(list(ConditionKind)), DAYS, st.none() | LENGTHS), max_size=6),
    suspended=st.none() | DAYS,
    days=st.lists(DAYS, min_size=1, max_size=5, unique=True),
    away=st.sets(WHO, max_size=2),
)
def test_whoever_is_excused_on_a_day_is_never_absent(small_city, people, facts, suspended, days, away):
    with transaction.atomic():
        for who, kind, starts_on, length in facts:
            ends_on = starts_on + timedelta(days=length) if length else None
            Condition.objects.create(member=people[who], kind=kind, starts_on=starts_on, ends_on=ends_on)
        if suspended:
            row = Membership.objects.get(member=people[3])
            Membership.objects.filter(pk=row.pk).update(ends_on=suspended)
            row.pk, row.starts_on, row.status = None, suspended, MembershipStatus.SUSPENDED
            row.save()
        excused = defaultdict(set)
        for who, kind, starts_on, length in facts:
            until = starts_on + timedelta(days=length) if length else date.max
            if kind in EXCUSES:
                excused[who] |= {day for day in days if starts_on <= day < until}
        excused[3] |= {day for day in days if suspended and day >= suspended}
        due = present = 0
        for day in days:
            here = {who for who in range(4) if day not in excused[who]}
            rows = {one.member.pk: one.due for one in roll([small_city.first_one], [Kind.GENERAL], day)}
            assert {who for who in range(4) if rows[people[who].pk]} == here
            absent = here & away
            if here - absent:
                held(
                    small_city.first_one, on=day, today=date(2019, 4, 1), content=f"{day}",
                    absent={people[who].pk: "出差" for who in absent},
                )  # fmt: skip
                due, present = due + len(here), present + len(here - absent)
        for row in Attendance.objects.select_related("meeting"):
            who = next(n for n in range(4) if people[n].pk == row.member_id)
            assert row.meeting.happened_on not in excused[who]
        totals = defaultdict(int)
        for key, year in product(("life.expected", "life.present"), (2017, 2018, 2019)):
            scope = Scope.of(small_city.committee.path, Period.year_of(year), date(2019, 12, 31))
            totals[key] += compute(key, scope).number
        assert (totals["life.expected"], totals["life.present"]) == (due, present)
        transaction.set_rollback(True)
