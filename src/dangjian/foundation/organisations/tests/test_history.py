"""The tree on a past day: random histories against a slow, obvious retelling, and what figures and pages make of it."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dangjian.foundation.organisations import services
from dangjian.foundation.organisations.enums import EventKind
from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.figures.compute import by_child, compute, compute_all, trend
from dangjian.kernel.figures.readings import row_keys
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.enums import BRANCH_KINDS, PRIMARY_KINDS, OrganisationKind
from dangjian.kernel.tree.history import NOW, past, stood_on
from dangjian.kernel.tree.models import Organisation

from .factories import FOUNDED, City, numbers

ACTS = ("found", "rename", "move", "move", "kind", "merge", "split", "dissolve", "correct")
KINDS = ("organ_committee", "general_branch", "branch", "joint_branch")
SPAN = 40
"""Days of a history."""
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30), st.integers(0, 3), st.integers(0, SPAN)),
    min_size=4,
    max_size=18,
)


def state_of(organisation):
    return {
        "parent": organisation.parent_id,
        "kind": organisation.kind,
        "names": (organisation.name, organisation.short_name),
    }


class Retold:
    """What was, told forwards: the state at set-up and then every change on its day, one after the other."""

    def __init__(self):
        self.first = {row.pk: state_of(row) for row in Organisation.objects.all()}
        self.entries = []

    def note(self, before, on):
        for row in Organisation.objects.order_by("pk"):
            now = state_of(row)
            if row.pk not in before and row.pk not in self.first:
                self.first[row.pk] = now
            was = before.get(row.pk, self.first[row.pk])
            for name in now:
                if now[name] != was[name]:
                    self.entries.append([max(on, row.starts_on), row.pk, name, now[name]])

    def on(self, day):
        state = {pk: dict(first) for pk, first in self.first.items()}
        for on, pk, name, value in sorted(self.entries, key=lambda entry: entry[0]):
            if on <= day:
                state[pk][name] = value
        return state


def act(kind, one, other, number, on):
    code = f"h{next(numbers)}"
    if kind == "found":
        services.found(code=code, name=code, kind=KINDS[number], parent=one, on=on, by=None)
    elif kind == "rename":
        services.rename(one, name=f"名{code}", short_name=f"名{code}", on=on, by=None)
    elif kind == "move":
        services.move(one, to=other, on=on, by=None)
    elif kind == "kind":
        services.change_kind(one, kind=KINDS[number], on=on, by=None)
    elif kind == "merge":
        services.merge(one, into=other, on=on, by=None)
    elif kind == "split":
        below = list(one.children.filter(ends_on=None)[:1])
        services.split_off(one, code=code, name=code, on=on, children=below, by=None)
    else:
        services.dissolve(one, on=on, by=None)


FIELD = {EventKind.MOVED: "parent", EventKind.RENAMED: "names", EventKind.CHANGED_KIND: "kind"}


def correct(retold, number, on):
    """Put the day of a change right, and the same in the retelling."""
    events = list(OrganisationEvent.objects.standing().filter(kind__in=FIELD).order_by("pk"))
    if not events:
        return
    event = events[number % len(events)]
    same = [e for e in retold.entries if e[1] == event.organisation_id and e[2] == FIELD[event.kind]]
    at_its_day = [e for e in same if e[0] == event.happened_on]
    if len(at_its_day) != 1:
        return
    services.correct_event(event, happened_on=on, reason="x", by=None)
    at_its_day[0][0] = on
    # A stable sort keeps entries of one day in the order of entering, as the office means it.


def lived_through(sequence):
    """A city after a random history, and its retelling."""
    City()
    retold = Retold()
    for kind, first, second, number, offset in sequence:
        everybody = list(Organisation.objects.order_by("pk"))
        one, other = everybody[first % len(everybody)], everybody[second % len(everybody)]
        before = {row.pk: state_of(row) for row in everybody}
        on = FOUNDED + timedelta(days=offset)
        with suppress(ServiceError):
            if kind == "correct":
                correct(retold, first, on)
            else:
                act(kind, one, other, number, on)
                retold.note(before, on)
    return retold


def ways_up(state):
    """Everybody's way up, itself first, by following superiors one at a time."""
    ways = {}
    for pk in state:
        way, at = [], pk
        while at is not None:
            assert at not in way, "nobody ever stood below itself"
            way.append(at)
            at = state[at]["parent"]
        ways[pk] = way
    return ways


class TestHistory(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(steps, st.lists(st.integers(-1, SPAN + 1), min_size=2, max_size=4))
    def test_any_day_reads_as_it_was(self, sequence, offsets):
        retold = lived_through(sequence)
        for offset in offsets:
            self.check(retold, FOUNDED + timedelta(days=offset))

    def check(self, retold, day):
        state, then = retold.on(day), stood_on(day)
        rows = {row.pk: row for row in Organisation.objects.all()}
        ways = ways_up(state)
        below = defaultdict(set)
        for pk, way in ways.items():
            for above in way:
                below[above].add(pk)
            assert then.above(rows[pk].path) == [rows[above].path for above in way]
        for pk, row in rows.items():
            assert set(Organisation.objects.under(row.path, then).values_list("pk", flat=True)) == below[pk]
            children = Organisation.objects.children_of(row, then).values_list("pk", flat=True)
            assert set(children) == {child for child, facts in state.items() if facts["parent"] == pk}
        found = Organisation.objects.branches(then).values_list("pk", flat=True)
        assert set(found) == {pk for pk, facts in state.items() if facts["kind"] in BRANCH_KINDS}
        committees = {pk for pk, facts in state.items() if facts["kind"] == OrganisationKind.WORK_COMMITTEE}
        assert set(Organisation.objects.direct(then).values_list("pk", flat=True)) == {
            pk for pk, facts in state.items() if facts["kind"] in PRIMARY_KINDS and facts["parent"] in committees
        }
        for row in then.shown(Organisation.objects.all()):
            assert state_of(row) == state[row.pk]

    @settings(max_examples=25, deadline=None)
    @given(steps, st.integers(0, SPAN))
    def test_a_figure_of_an_ended_period_counts_what_stood_there_then(self, sequence, offset):
        retold = lived_through(sequence)
        day = FOUNDED + timedelta(days=offset)
        month = Period.parse(f"{day:%Y-%m}")
        scope_day = month.last_day
        state = retold.on(scope_day)
        ways = ways_up(state)
        alive = set(Organisation.objects.at(scope_day).values_list("pk", flat=True))
        branches = {pk for pk in alive if state[pk]["kind"] in BRANCH_KINDS}
        requests = [
            ("organisations.branches", Scope.of(row.path, month, date(2020, 1, 1)))
            for row in Organisation.objects.order_by("pk")
        ]
        wanted = [{pk for pk in branches if row.pk in ways[pk]} for row in Organisation.objects.order_by("pk")]
        assert [value.number for value in compute_all(requests)] == [len(rows) for rows in wanted]
        assert list(row_keys(requests).values()) == wanted
        for row in Organisation.objects.filter(pk__in=alive):
            scope = Scope.of(row.path, month, date(2020, 1, 1))
            assert {child.pk: value.number for child, value in by_child("organisations.branches", row, scope)} == {
                pk: len([b for b in branches if pk in ways[b]]) for pk in alive if state[pk]["parent"] == row.pk
            }


@pytest.fixture
def moved(db):
    """A branch that stood below one committee until 2017-05-10 and stands below another since."""
    city = City()
    other = services.found(
        code="z2", name="乙委", kind=OrganisationKind.ORGAN_COMMITTEE, parent=city.top, on=FOUNDED, by=None
    )
    services.move(city.first, to=other, on=date(2017, 5, 10), by=None)
    return city, other


def test_a_past_number_stays_when_a_branch_leaves_and_the_list_says_the_same(moved):
    city, other = moved
    april, june = Period.parse("2017-04"), Period.parse("2017-06")
    today = date(2017, 10, 9)
    committee = Organisation.objects.get(pk=city.committee.pk)
    path = committee.path
    before, after = (compute("organisations.branches", Scope.of(path, month, today)) for month in (april, june))
    assert before.number == after.number + 1
    gained = compute("organisations.branches", Scope.of(Organisation.objects.get(pk=other.pk).path, april, today))
    assert gained.number == 0


def test_the_present_asks_nothing_about_the_past(moved, django_assert_num_queries):
    city, _other = moved
    today = date(2017, 10, 9)
    path = Organisation.objects.get(pk=city.top.pk).path
    with django_assert_num_queries(1):
        compute_all([("organisations.branches", Scope.of(path, Period.parse("2017"), today))])
    with django_assert_num_queries(2):
        trend("organisations.branches", path, [Period.parse(f"2017-0{n}") for n in range(1, 10)], today)


def test_nobody_is_put_where_they_could_not_have_stood(moved):
    city, _other = moved
    first = Organisation.objects.get(pk=city.first.pk)
    late = services.found(
        code="z3", name="丙委", kind=OrganisationKind.ORGAN_COMMITTEE, parent=city.top, on=date(2017, 9, 1), by=None
    )
    with pytest.raises(services.OrganisationError):
        services.move(first, to=late, on=date(2017, 8, 1), by=None)
    event = OrganisationEvent.objects.get(kind=EventKind.MOVED, organisation=first)
    services.move(first, to=late, on=date(2017, 9, 2), by=None)
    with pytest.raises(services.OrganisationError):
        services.correct_event(event, happened_on=date(2017, 9, 3), reason="x", by=None)
    assert past(date(2017, 9, 1), ()) == NOW


def test_the_page_and_the_tree_show_what_stood_there(moved, sign_in, django_assert_max_num_queries):
    city, other = moved
    first = Organisation.objects.get(pk=city.first.pk)
    services.rename(first, name="中共新名支部", short_name="新名支部", on=date(2017, 6, 1), by=None)
    services.change_kind(first, kind=OrganisationKind.JOINT_BRANCH, on=date(2017, 7, 1), by=None)
    client = sign_in(city.top)
    page = reverse("organisations:detail", args=[first.pk])
    client.get(reverse("organisations:tree"))
    with django_assert_max_num_queries(12):
        past_page = client.get(page, {"on": "2017-05-09"})
    shown = past_page.context["organisation"]
    assert (shown.short_name, shown.kind) == ("税务局第一党支部", OrganisationKind.BRANCH)
    assert past_page.context["superior"].pk == city.committee.pk
    assert [crumb["label"] for crumb in past_page.context["crumbs"]][-2:] == ["市税务局机关党委", "税务局第一党支部"]
    assert "新名支部" not in past_page.content.decode()
    assert "新名支部" in client.get(page).content.decode()
    assert not client.get(page, {"on": "1999-01-01"}).context["exists"]
    for superior, day, stands in (
        (city.committee, "2017-05-09", True),
        (city.committee, "2017-05-10", False),
        (other, "2017-05-09", False),
        (other, "2017-05-10", True),
    ):
        below = client.get(reverse("organisations:children", args=[superior.pk]), {"on": day}).context["page"].nodes
        assert (first.pk in [node.pk for node in below]) is stands
    nodes = (
        client.get(reverse("organisations:children", args=[city.top.pk]), {"on": "2017-05-09"}).context["page"].nodes
    )
    assert {node.pk: bool(node.has_children) for node in nodes}[other.pk] is False
    assert Organisation.objects.get(pk=first.pk).short_name == "新名支部", "nothing of the past is saved"


def test_a_past_page_is_read_under_todays_access(moved, sign_in):
    city, _other = moved
    page = reverse("organisations:detail", args=[city.first.pk])
    assert sign_in(city.committee).get(page, {"on": "2017-05-09"}).status_code == 404, "it stands elsewhere today"
