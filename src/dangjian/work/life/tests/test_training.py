"""Class hours: reckoned from what was held, never late, never of one person."""

from datetime import date, time

import pytest

from dangjian.foundation.members.enums import WorkStatus
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.obligations.coverage import coverage, evidence_of
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.queries import owed
from dangjian.kernel.periods import Period
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.queries.grid import life_rules
from dangjian.work.life.rules import training

from .factories import held

LATER = date(2020, 6, 30)
YEAR = Period.year_of(2019)
WHOLE_DAY = {"begins_at": time(8), "ends_at": time(20)}
Kind = MeetingKind


@pytest.fixture
def branch(small_city):
    member(small_city.first_one)
    return small_city.first_one


def trained(branch, on, *kinds, **overrides):
    facts = {"on": on, "today": on, "content": f"{on}", **WHOLE_DAY} | overrides
    return held(branch, *(kinds or (Kind.LESSON,)), **facts)


def cell(branch, year, rule=training.MEMBERS, today=LATER):
    return coverage([rule, *life_rules()], branch.path, year, today).cell(rule, branch.pk, year)


def test_hours_add_up_within_a_year_and_are_never_late(branch):
    year = Period.year_of(2020)
    trained(branch, date(2019, 12, 31))
    trained(branch, date(2020, 2, 3), Kind.LESSON, Kind.PARTY_DAY)
    trained(branch, date(2020, 2, 4), Kind.GENERAL)
    trained(branch, date(2020, 2, 5), begins_at=None, ends_at=None)
    assert cell(branch, year).state is State.DUE
    last = trained(branch, date(2020, 3, 2), Kind.PARTY_DAY)
    trained(branch, date(2020, 4, 1))
    found = cell(branch, year)
    assert (found.state, found.count, found.done_on) == (State.DONE, 1, date(2020, 3, 2))
    assert [row.meeting for row in evidence_of(training.MEMBERS, branch, year, LATER)] == [last]
    assert cell(branch, year, training.OFFICERS).state is State.DUE
    assert cell(branch, year, training.OFFICERS, date(2021, 6, 1)).state is State.DUE
    assert not {one.title for one in owed(branch, LATER)} & {training.MEMBERS.title, training.OFFICERS.title}


def test_the_32_hours_are_of_2019_and_the_56_a_local_arrangement(branch):
    assert cell(branch, Period.year_of(2018)) is None
    assert cell(branch, Period.year_of(2018), training.OFFICERS) is not None
    assert training.MEMBERS.informational
    assert training.OFFICERS.informational


def test_class_hours_are_those_of_members_in_service_who_came(branch):
    away, _retired = member(branch), member(branch, work_status=WorkStatus.RETIRED)
    trained(branch, date(2020, 3, 2), Kind.LESSON, Kind.PARTY_DAY, absent={away.pk: "出差"}, ends_at=time(9, 30))
    scope = Scope.of(branch.path, Period.year_of(2020), LATER)
    assert float(compute("life.class_hours", scope).number) == 2
    assert compute("life.class_hours_each", scope).number == 1
