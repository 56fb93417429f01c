"""What is kept of the figures is always what counting gives, whatever was written, by whatever way."""

import re
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dangjian.city.cast import MODEL_DAY
from dangjian.foundation.members.models import Condition, ContactAssignment, Member, Membership, Post, Transfer
from dangjian.foundation.organisations.models import OrganisationEvent, Term
from dangjian.kernel.figures import compute, keeping, tallies
from dangjian.kernel.figures.marking import EVENTS, ensure, trigger_name
from dangjian.kernel.figures.measures import Count
from dangjian.kernel.figures.models import Tally, TallyDay, TallyMark
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import move, place
from dangjian.work.life.models import CountsAs, Duty, Goal, Meeting, Talk

YEARS = Period.year_of(MODEL_DAY.year).run_of(tallies.YEARS)
DAYS = len(tallies.days(MODEL_DAY))
every_tallied = pytest.mark.parametrize("figure", tallies.tallied(), ids=[f.key for f in tallies.tallied()])
WATCHED_BY_OTHERS = {"members_member": {"insert", "delete"}, "obligations_ask": {"insert", "delete"}}
"""What needs no mark: a new one concerns nobody yet, and one that concerns somebody is not deleted."""


@pytest.fixture
def kept(model_city, monkeypatch):
    """The model city with tallies, nothing marked."""
    monkeypatch.setattr(keeping, "KEPT_FROM", 1)
    monkeypatch.setattr(tallies.Reading, "expects_all", False)
    assert keeping.keep(MODEL_DAY) == DAYS
    assert not TallyMark.objects.exists()
    return model_city


def asked(organisation):
    """Every figure today, and a few years ago."""
    years = (YEARS[-1], YEARS[1])
    return [(f.key, Scope.of(organisation.path, year, MODEL_DAY)) for f in tallies.tallied() for year in years]


def assert_as_counted(*organisations):
    for organisation in organisations:
        organisation.refresh_from_db()
        requests = compute.told(asked(organisation))
        assert compute._numbers(requests) == compute._numbers(requests, kept=False)
        scope = requests[0][1]
        leaves = [(figure.key, scope) for figure in tallies.tallied()]
        counted = compute._numbers_by_child(leaves, organisation, scope, kept=False)
        for expects_all in (False, True):  # counts composed to stand in, and only what is kept
            tallies.Reading.expects_all = expects_all
            assert compute._numbers_by_child(leaves, organisation, scope) == counted


# ── which figures may be kept ────────────────────────────────────────────────────────────────────────────────────────


@every_tallied
def test_a_tallied_figure_counts_rows_of_a_day(figure):
    assert isinstance(figure.measure, Count)
    month = Scope("/1/", Period.parse("2017-10"), MODEL_DAY)
    year = Scope("/1/", Period.parse("2017"), MODEL_DAY)
    if figure.of_year:
        assert tallies.may_be_kept(figure, year)
        assert not tallies.may_be_kept(figure, month)
        return
    assert str(figure.records(month).query) == str(figure.records(year).query)


@every_tallied
def test_a_part_of_a_set_is_what_its_records_are(figure):
    if figure.among and figure.part:
        scope = asked_scope()
        assert str(figure.records(scope).query) == str(figure.among(scope).filter(figure.part(scope)).query)


@every_tallied
def test_every_table_of_a_tallied_figure_marks_its_changes(figure, db):
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', str(compute.records_of(figure, asked_scope()).order_by().query)))
    assert tables
    wanted = {trigger_name(t, event) for t in tables for event in EVENTS if event not in WATCHED_BY_OTHERS.get(t, ())}
    assert wanted <= triggers()


def asked_scope():
    return Scope("/1/", YEARS[0], MODEL_DAY)


def triggers():
    names = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {names}")
        return {name for (name,) in cursor.fetchall()}


# ── kept values ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_kept_values_are_what_counting_gives(kept):
    assert_as_counted(kept.committee, kept.first, kept.branch, kept.sister)


def test_kept_values_come_in_one_query_and_without_the_records(kept, django_assert_num_queries):
    requests = [(key, scope) for key, scope in asked(kept.committee) if scope.as_of == MODEL_DAY]
    with django_assert_num_queries(1):
        numbers = compute._numbers(requests)
    Tally.objects.filter(path=kept.committee.path).update(whole=[7] * len(tallies.tallied()))
    for expects_all in (False, True):
        tallies.Reading.expects_all = expects_all
        with django_assert_num_queries(1):
            assert set(compute._numbers(requests).values()) == {7}
    assert any(numbers.values())


def test_what_was_expected_to_be_kept_and_is_not_is_counted(kept):
    scope = asked(kept.committee)[0][1]
    leaves = [(figure.key, scope) for figure in tallies.tallied()]
    numbers = compute._numbers(leaves)
    by_child = compute._numbers_by_child(leaves, kept.committee, scope)
    keeping.drop()
    for _expected in range(2):
        tallies.Reading.expects_all = True
        assert compute._numbers(leaves) == numbers
        tallies.Reading.expects_all = True
        assert compute._numbers_by_child(leaves, kept.committee, scope) == by_child


def test_a_correction_takes_two_queries_more(kept, django_assert_num_queries):
    Membership.objects.filter(pk=Membership.objects.filter(ends_on=None).first().pk).update(work_status="retired")
    requests = [(key, scope) for key, scope in asked(kept.committee) if scope.as_of == MODEL_DAY]
    with django_assert_num_queries(3):
        compute._numbers(requests)


def test_triggers_that_are_gone_are_made_anew_and_what_was_kept_is_forgotten(kept):
    on = " ON life_goal" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger_name('life_goal', 'update')}{on}")
    assert ensure("default") == 1
    assert trigger_name("life_goal", "update") in triggers()
    assert not TallyDay.objects.exists()
    assert ensure("default") == 0


def test_another_set_of_figures_is_counted_until_it_is_kept(kept):
    TallyDay.objects.update(layout="of yesterday's version")
    Tally.objects.update(whole=[0] * len(tallies.tallied()))
    assert compute.compute("members.all", asked(kept.committee)[0][1]).number
    assert keeping.keep(MODEL_DAY) == DAYS
    assert_as_counted(kept.committee)


def test_a_new_day_is_counted_and_the_old_one_forgotten(kept):
    tomorrow = MODEL_DAY + timedelta(days=1)
    assert TallyDay.objects.filter(day=tomorrow).exists(), "no day begins uncounted"
    assert keeping.keep(tomorrow) == 1
    assert set(TallyDay.objects.values_list("day", flat=True)) == set(tallies.days(tomorrow))
    assert set(Tally.objects.values_list("day", flat=True)) == set(tallies.days(tomorrow))


def test_small_trees_keep_nothing(kept, monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_FROM", 10_000)
    keeping.keep(MODEL_DAY)
    assert not TallyDay.objects.exists()
    assert not Tally.objects.exists()


def test_more_marks_than_can_be_corrected_let_everything_be_counted(kept, monkeypatch):
    Membership.objects.filter(ends_on=None).update(work_status="retired")
    monkeypatch.setattr(tallies, "MOST_MARKED", 1)
    assert_as_counted(kept.committee, kept.first)


def test_what_is_wrong_is_found(kept):
    assert not list(keeping.differing(MODEL_DAY))
    one = Tally.objects.get(day=MODEL_DAY, path=kept.branch.path)
    Tally.objects.filter(pk=one.pk).update(own=[n + 1 for n in one.own])
    assert kept.branch.path in set(keeping.differing(MODEL_DAY))


def test_a_count_that_was_given_up_is_begun_again(kept):
    TallyDay.objects.filter(day=MODEL_DAY).update(layout="", begun_at="2017-10-08T00:00:00Z")
    assert keeping.refresh() == 0
    assert keeping.keep(MODEL_DAY) == 1


# ── after any changes ────────────────────────────────────────────────────────────────────────────────────────────────


def some(model, draw, number=3):
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return model.objects.filter(pk__in=draw.sample(keys, min(number, len(keys))))


def a_day(draw):
    return date(2012, 6, 1) + timedelta(days=draw.randrange(2100))


def a_branch(draw):
    keys = list(Organisation.objects.branches().order_by("pk").values_list("pk", flat=True))
    return Organisation.objects.get(pk=draw.choice(keys))


def end_rows(draw):
    for row in some(Membership, draw).filter(ends_on=None):
        Membership.objects.filter(pk=row.pk).update(ends_on=max(row.starts_on, a_day(draw)))


def move_rows(draw):
    some(Membership, draw, 6).update(organisation=a_branch(draw))


def change_rows(draw):
    some(Membership, draw).update(category=draw.choice(["01", "02"]), work_status=draw.choice(["in", "retired"]))


def enter_members(draw):
    people = Member.objects.bulk_create([Member(name="新", born_on=date(1990, 1, 1), sex="2") for _n in range(2)])
    facts = {"category": "01", "work_status": "in", "reason": "registered"}
    Membership.objects.bulk_create(
        Membership(member=person, organisation=a_branch(draw), starts_on=a_day(draw), **facts) for person in people
    )


def change_members(draw):
    some(Member, draw).update(sex=draw.choice("12"), education=draw.choice(["14", "21", "61", ""]), born_on=a_day(draw))


def change_conditions(draw):
    some(Condition, draw).update(member=some(Member, draw, 1).get())
    some(Condition, draw, 2).delete()


def change_posts(draw):
    some(Post, draw, 8).update(ends_on="2017-10-01")
    some(Post, draw).update(organisation=a_branch(draw))


def change_letters(draw):
    some(Transfer, draw).update(answered_on=None)
    some(Transfer, draw, 2).delete()


def change_links(draw):
    some(ContactAssignment, draw, 2).delete()
    some(ContactAssignment, draw, 2).filter(area=None).update(organisation=a_branch(draw))


def change_terms(draw):
    some(Term, draw).update(due_on=a_day(draw))
    some(Term, draw).exclude(ends_on=None).update(organisation=a_branch(draw))
    some(Term, draw, 2).delete()


def change_kinds(draw):
    some(Organisation, draw, 2).update(kind=draw.choice(["branch", "group", "work_committee", "organ_committee"]))


def change_meetings(draw):
    some(Meeting, draw).update(outcome=draw.choice(["held", "not_held"]), reason="停电")
    some(Meeting, draw).update(happened_on=a_day(draw))
    some(Meeting, draw, 2).update(state="draft")
    some(CountsAs, draw).delete()
    for meeting in some(Meeting, draw, 2).filter(corrects=None):
        meeting.pk, meeting.corrects_id, meeting.sheet_code = None, meeting.pk, f"x{draw.random()}"[:12]
        meeting.save()
        CountsAs.objects.create(meeting=meeting, organisation=a_branch(draw), kind="party_day")


def change_goals(draw):
    some(Goal, draw).delete()
    some(Goal, draw).update(year=2013)


def change_duties(draw):
    some(Duty, draw).delete()
    some(Duty, draw).update(post=some(Post, draw, 1).get())


def change_records(draw):
    some(Talk, draw, 2).delete()
    some(Talk, draw).update(happened_on=a_day(draw))
    some(OrganisationEvent, draw).filter(kind="founded").update(happened_on=a_day(draw))


def found(draw):
    parent = a_branch(draw).parent
    number = Organisation.objects.count()
    place(code=f"x{number}", name="新", short_name="新", kind="branch", parent=parent, starts_on=a_day(draw))


def move_places(draw):
    one = a_branch(draw)
    superiors = Organisation.objects.exclude(children=None).exclude(path__startswith=one.path).order_by("pk")
    move(one, to=superiors[draw.randrange(superiors.count())])


CHANGES = [
    end_rows,
    move_rows,
    change_rows,
    enter_members,
    change_members,
    change_conditions,
    change_posts,
    change_letters,
    change_links,
    change_terms,
    change_kinds,
    change_meetings,
    change_goals,
    change_duties,
    change_records,
    found,
    move_places,
]


def assert_right(kept):
    """Values of today are the sums of what is counted now, and those of a past year what counting gives."""
    counted = tallies.own_counts(MODEL_DAY, lambda prefix: Q())
    not_of_tree = [figure for figure in tallies.tallied() if not figure.of_tree]
    for organisation in (kept.committee, kept.first):
        organisation.refresh_from_db()
        today, then = (Scope.of(organisation.path, year, MODEL_DAY) for year in (YEARS[-1], YEARS[1]))
        values = compute._numbers([(figure.key, today) for figure in tallies.tallied()])
        below = [tallies.below(counted, organisation.path, number) for number in range(len(values))]
        assert list(values.values()) == below
        requests = compute.told([(figure.key, then) for figure in not_of_tree])
        assert compute._numbers(requests) == compute._numbers(requests, kept=False)
    assert not list(keeping.differing(MODEL_DAY))


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a few seconds each: too long to look for the smallest
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=st.lists(st.sampled_from(CHANGES), min_size=2, max_size=6), seed=st.integers(0, 2**32))
def test_whatever_is_written_values_are_what_counting_gives(kept, changes, seed):
    with transaction.atomic():
        for number, change in enumerate(changes):
            # What the database itself refuses was not written.
            with suppress(IntegrityError), transaction.atomic():
                change(Random(seed + number))
        assert_right(kept)
        keeping.refresh()
        assert not TallyMark.objects.exists()
        assert_right(kept)
        transaction.set_rollback(True)
