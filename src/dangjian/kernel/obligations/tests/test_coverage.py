"""The engine, proved with two unlike uses: a monthly duty, and a day of each organisation's own."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.obligations.coverage import coverage, evidence_of, standing_of
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.models import Exemption, LocalRule
from dangjian.kernel.obligations.standing import Source, StandingRule, Version, days_after, register
from dangjian.kernel.obligations.tests import law
from dangjian.kernel.periods import Interval, Period, PeriodKind
from dangjian.kernel.tree.models import Organisation

YEAR = Period.year_of(2017)
TODAY = date(2017, 10, 9)
MONTHLY = Version(date(2010, 1, 1), PeriodKind.MONTH)
HANDBOOK = Source("Handbook", "Article 1")


def clerk_rule(*versions, **changes):
    """Throw-away rule: every branch names a clerk in each period; a grant is the evidence."""
    facts = {
        "key": "tests.clerk",
        "title": "Name a clerk",
        "source": HANDBOOK,
        "versions": versions or (MONTHLY,),
        "applies": lambda scope: Organisation.objects.branches(),
        "evidence": lambda scope: Grant.objects.filter(role=Role.BRANCH_CLERK),
        "evidence_on": "starts_on",
    }
    return StandingRule(**(facts | changes))


def handover_rule():
    """Throw-away rule with a day of its own for each organisation: a successor before the secretary's time ends."""
    return StandingRule(
        key="tests.handover",
        title="Name a successor",
        source=HANDBOOK,
        versions=(Version(date(2010, 1, 1), PeriodKind.YEAR, due="own_day", lead_days=60),),
        applies=lambda scope: Organisation.objects.filter(
            grants__role=Role.BRANCH_SECRETARY, grants__ends_on__gte=scope.starts_on
        ).annotate(own_day=F("grants__ends_on")),
        evidence=lambda scope: Grant.objects.filter(lent_from__isnull=False).annotate(own_day=F("lent_from__ends_on")),
        evidence_on="own_day",
        done_on="starts_on",
    )


@law.evidence("tests.clerk")
def named_clerk(organisation, day):
    grant = grant_clerk(organisation, day)
    return grant.delete


def grant_clerk(organisation, day, **facts):
    from dangjian.foundation.accounts.models import Account

    account, _new = Account.objects.get_or_create(username="clerk", defaults={"display_name": "clerk"})
    return Grant.objects.create(
        account=account, **({"role": Role.BRANCH_CLERK, "organisation": organisation, "starts_on": day} | facts)
    )


def states(grid, organisation):
    return [cell.state for cell in grid.of(organisation.pk)]


def test_obligation_law_holds(small_city):
    law.check(clerk_rule(), small_city.first_one, Period.parse("2017-09"))
    law.check(
        clerk_rule(Version(date(2017, 1, 1), PeriodKind.QUARTER, at_least=3)), small_city.third, Period.parse("2017-Q4")
    )


def test_month_by_month(small_city, django_assert_num_queries):
    grant_clerk(small_city.first_one, date(2017, 8, 31))
    with django_assert_num_queries(3):
        grid = coverage([clerk_rule()], small_city.committee.path, YEAR, TODAY)
    assert len(grid.cells) == 4 * 12
    assert (
        states(grid, small_city.first_one)
        == [State.LATE] * 7 + [State.DONE, State.LATE, State.DUE] + [State.NOT_DUE] * 2
    )
    assert [p.key for p in grid.periods][:2] == ["2017-01", "2017-02"]
    below = coverage([clerk_rule()], small_city.first.path, YEAR, TODAY)
    assert {cell.organisation_id for cell in below.cells} == {small_city.first_one.pk, small_city.first_two.pk}
    one = coverage([clerk_rule()], small_city.committee.path, YEAR, TODAY, only=[small_city.third.pk])
    assert {cell.organisation_id for cell in one.cells} == {small_city.third.pk}


def test_many_rules_take_no_more_queries(small_city, django_assert_num_queries):
    rules = [clerk_rule(key=f"tests.{n}") for n in range(5)] + [handover_rule()]
    with django_assert_num_queries(3):
        assert len(coverage(rules, small_city.committee.path, YEAR, TODAY).cells) == 5 * 4 * 12


def test_reports_are_due_after_the_period_and_done_late_is_said(small_city):
    rule = clerk_rule(
        Version(date(2017, 1, 1), PeriodKind.QUARTER, due=days_after(10), grace_days=5), done_on="ends_on"
    )
    grant_clerk(small_city.third, date(2017, 2, 1), ends_on=date(2017, 4, 15))
    grant_clerk(small_city.third, date(2017, 5, 1), ends_on=date(2017, 7, 16))
    first, second, third, fourth = coverage([rule], small_city.third.path, YEAR, TODAY).cells
    assert (first.state, first.due_on, first.late_from, first.done_late) == (
        State.DONE,
        date(2017, 4, 10),
        date(2017, 4, 16),
        False,
    )
    assert (second.state, second.done_on, second.done_late) == (State.DONE, date(2017, 7, 16), True)
    assert [third.state, fourth.state] == [State.DUE, State.DUE]


def test_own_days(small_city):
    secretary = grant_clerk(small_city.third, date(2014, 11, 1), role=Role.BRANCH_SECRETARY, ends_on=date(2017, 11, 1))
    (cell,) = standing_of([handover_rule()], small_city.third, YEAR.starts_on, YEAR.ends_on, TODAY).cells
    assert (cell.state, cell.due_on) == (State.DUE, date(2017, 11, 1))
    early = standing_of([handover_rule()], small_city.third, YEAR.starts_on, YEAR.ends_on, date(2017, 9, 1)).cells
    assert [cell.state for cell in early] == [State.NOT_DUE]
    successor = grant_clerk(small_city.third, date(2018, 2, 1), lent_from=secretary)
    (cell,) = standing_of([handover_rule()], small_city.third, YEAR.starts_on, YEAR.ends_on, date(2018, 3, 1)).cells
    assert (cell.state, cell.done_on, cell.done_late) == (State.DONE, date(2018, 2, 1), True)
    assert list(evidence_of(handover_rule(), small_city.third, YEAR, date(2018, 3, 1))) == [successor]


def test_exemption_excuses_what_is_due_in_its_time(small_city):
    Exemption.objects.create(
        organisation=small_city.third, rule="tests.clerk", reason="r", granted_by="n", granted_on=TODAY,
        starts_on=date(2017, 2, 10), ends_on=date(2017, 4, 30),
    )  # fmt: skip
    grant_clerk(small_city.third, date(2017, 3, 3))
    found = states(coverage([clerk_rule()], small_city.third.path, YEAR, TODAY), small_city.third)
    assert found[:4] == [State.LATE, State.EXCUSED, State.DONE, State.LATE]


def test_local_tightening_reaches_down_and_never_loosens(small_city):
    rule = clerk_rule(Version(date(2017, 1, 1), PeriodKind.MONTH, grace_days=3))
    tighter = {"at_least": 2, "grace_days": 9, "days_earlier": 5}
    LocalRule.objects.create(
        organisation=small_city.first, rule=rule.key, parameters=tighter, decided_by="n", starts_on=date(2017, 3, 2)
    )
    cells = coverage([rule], small_city.committee.path, YEAR, TODAY)
    march, april = Period.parse("2017-03"), Period.parse("2017-04")
    plain, tight = (cells.cell(rule, small_city.first_one.pk, month) for month in (march, april))
    assert (plain.wanted, plain.due_on, plain.late_from) == (1, date(2017, 3, 31), date(2017, 4, 4))
    assert (tight.wanted, tight.due_on, tight.late_from) == (2, date(2017, 4, 25), date(2017, 4, 29))
    assert cells.cell(rule, small_city.third.pk, april).wanted == 1


def test_a_rule_begins_and_changes_with_its_versions(small_city):
    rule = clerk_rule(
        Version(date(2017, 3, 1), PeriodKind.MONTH),
        Version(date(2017, 6, 15), PeriodKind.QUARTER, source=Source("Handbook of 2017")),
    )
    grid = coverage([rule], small_city.third.path, YEAR, TODAY)
    assert [p.key for p in grid.periods] == ["2017-03", "2017-04", "2017-05", "2017-06", "2017-Q3", "2017-Q4"]
    last = grid.cells[-1]
    assert (rule.number_of(last.version), rule.source_of(last.version).regulation) == (2, "Handbook of 2017")


def test_only_existing_organisations_owe(small_city):
    Organisation.objects.filter(pk=small_city.third.pk).update(starts_on=date(2017, 2, 28), ends_on=date(2017, 5, 31))
    grid = coverage([clerk_rule()], small_city.third.path, YEAR, TODAY)
    assert [p.key for p in grid.periods] == ["2017-02", "2017-03", "2017-04"]


def test_informational_rules_are_never_late(small_city):
    found = states(coverage([clerk_rule(informational=True)], small_city.third.path, YEAR, TODAY), small_city.third)
    assert found[:10] == [State.DUE] * 10


@pytest.mark.parametrize(
    "versions",
    [(), (Version(date(2017, 1, 1), PeriodKind.YEAR),) * 2, (Version(date(2017, 1, 1), PeriodKind.YEAR, at_least=0),)],
)
def test_impossible_rules_are_refused(versions, declared):
    with pytest.raises(ValueError, match=r"tests\.wrong"):
        register(clerk_rule(key="tests.wrong", versions=versions))


# ── a slow and obvious reference ─────────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2016, 6, 1), date(2018, 6, 30))
ORGANISATIONS = st.integers(0, 3)
LENGTHS = st.integers(0, 200)


@st.composite
def versions(draw):
    starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=2)))
    return tuple(
        Version(
            day,
            draw(st.sampled_from(list(PeriodKind))),
            due=draw(st.sampled_from([Version.due, days_after(9)])),
            grace_days=draw(st.integers(0, 10)),
            lead_days=draw(st.none() | st.integers(0, 40)),
            at_least=draw(st.integers(1, 2)),
        )
        for day in starts
    )


def slow_state(rule, version, organisation, period, today):
    """One obligation, worked out by hand from all rows."""
    wanted, grace, due = version.at_least, version.grace_days, version.due(period)
    earlier = 0
    for local in LocalRule.objects.all():
        in_force = local.starts_on <= period.starts_on and (local.ends_on is None or period.starts_on < local.ends_on)
        if in_force and organisation.path.startswith(local.organisation.path):
            wanted = max(wanted, local.parameters["at_least"])
            grace = min(grace, local.parameters["grace_days"])
            earlier = max(earlier, local.parameters["days_earlier"])
    due -= timedelta(days=earlier)
    days = sorted(
        grant.starts_on
        for grant in Grant.objects.all()
        if grant.organisation_id == organisation.pk and period.contains(grant.starts_on) and grant.starts_on <= today
    )
    if len(days) >= wanted:
        return State.DONE, due, len(days), days[wanted - 1] > due + timedelta(days=grace)
    for exemption in Exemption.objects.all():
        if exemption.organisation_id == organisation.pk and exemption.starts_on <= due < exemption.ends_on:
            return State.EXCUSED, due, len(days), False
    opens = period.starts_on if version.lead_days is None else due - timedelta(days=version.lead_days)
    if today > due + timedelta(days=grace):
        return State.LATE, due, len(days), False
    return (State.DUE if today >= opens else State.NOT_DUE), due, len(days), False


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=versions().map(lambda drawn: clerk_rule(*drawn)),
    today=DAYS,
    evidence=st.lists(st.tuples(ORGANISATIONS, DAYS), max_size=25),
    exempt=st.lists(st.tuples(ORGANISATIONS, DAYS, LENGTHS), max_size=3),
    local=st.lists(st.tuples(ORGANISATIONS, DAYS, LENGTHS, st.integers(1, 3), st.integers(0, 9)), max_size=3),
    life=st.tuples(ORGANISATIONS, DAYS, LENGTHS),
)
def test_coverage_agrees_with_a_slow_reference(small_city, rule, today, evidence, exempt, local, life):
    with transaction.atomic():
        branches = [small_city.first_one, small_city.first_two, small_city.second_one, small_city.third]
        placed = [small_city.committee, small_city.first, small_city.first_one, small_city.third]
        for who, day in evidence:
            grant_clerk(branches[who], day)
        for who, day, length in exempt:
            Exemption.objects.create(
                organisation=branches[who], rule=rule.key, reason="r", granted_by="n", granted_on=day,
                starts_on=day, ends_on=day + timedelta(days=length),
            )  # fmt: skip
        for who, day, length, more, days in local:
            LocalRule.objects.create(
                organisation=placed[who], rule=rule.key, decided_by="n", starts_on=day,
                ends_on=day + timedelta(days=length) if length else None,
                parameters={"at_least": more, "grace_days": days, "days_earlier": days},
            )  # fmt: skip
        who, born, length = life
        Organisation.objects.filter(pk=branches[who].pk).update(
            starts_on=born, ends_on=born + timedelta(days=length + 1)
        )
        alive = {branch.pk: Interval(branch.starts_on) for branch in branches}
        alive[branches[who].pk] = Interval(born, born + timedelta(days=length + 1))
        grid = coverage([rule], small_city.committee.path, YEAR, today)
        expected = {
            (branch.pk, period): slow_state(rule, version, branch, period, today)
            for branch, (version, period) in product(branches, rule.periods_ending(YEAR.starts_on, YEAR.ends_on))
            if alive[branch.pk].contains(min(version.due(period), period.last_day))
        }
        found = {(c.organisation_id, c.period): (c.state, c.due_on, c.count, c.done_late) for c in grid.cells}
        assert found == expected
        transaction.set_rollback(True)
