"""What reads a whole year at once takes few queries, and as many for many organisations as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.obligations.coverage import coverage
from dangjian.kernel.periods import Period
from dangjian.kernel.records.proofs import with_states
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import place
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.queries.grid import life_rules

from .factories import TODAY, held

YEAR = Period.year_of(2017)
MOST_FOR_GRID, MOST_FOR_DESK = 20, 15


@pytest.fixture
def busy(small_city):
    """A branch with a meeting of several kinds in each month, and its whole year on record."""
    branch = small_city.first_one
    member(branch)
    for month in range(1, 10):
        day = date(2017, month, 15)
        held(branch, MeetingKind.PARTY_DAY, MeetingKind.GENERAL, on=day, today=day)
        held(branch, MeetingKind.LESSON, on=day.replace(day=20), today=day.replace(day=21))
    return branch


def more_branches(small_city):
    for number in range(12):
        branch = place(
            code=f"35-02-1{number:02d}",
            name=f"中共乙局第{number + 2}支部委员会",
            short_name=f"乙局第{number + 2}支部",
            kind=OrganisationKind.BRANCH,
            parent=small_city.second,
            starts_on=date(2012, 1, 1),
        )
        member(branch)
        held(branch, MeetingKind.PARTY_DAY, on=date(2017, 9, 1), today=date(2017, 9, 1))


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_grid_of_everybody_by_all_rules_takes_as_many_queries_for_many(small_city, busy, signed_in_as):
    client, address = signed_in_as(Role.COMMITTEE_STAFF), f"{reverse('life:grid')}?year=2017"
    few = queries_of(client, address)
    assert few < MOST_FOR_GRID
    more_branches(small_city)
    assert queries_of(client, address) == few


def test_a_desk_with_its_whole_year_stays_below_its_limit(small_city, busy, signed_in_as):
    client = signed_in_as(Role.BRANCH_SECRETARY, busy)
    for address in (reverse("desk:home"), reverse("life:home")):
        few = queries_of(client, address)
        assert few < MOST_FOR_DESK
        more_branches(small_city) if address == reverse("desk:home") else None
        assert queries_of(client, address) == few


def test_all_rules_of_all_organisations_are_read_in_four_queries(small_city, busy, django_assert_num_queries):
    more_branches(small_city)
    with django_assert_num_queries(4):
        found = coverage(life_rules(), small_city.committee.path, YEAR, TODAY)
    assert {cell.organisation_id for cell in found.cells} >= {branch.pk for branch in Organisation.objects.branches()}


def test_a_step_is_proved_by_the_own_records_alone(small_city, busy):
    """Another branch's year, however full, changes nothing."""
    more_branches(small_city)
    states = {row.pk: row.step_3 for row in with_states(Organisation.objects.branches(), YEAR, TODAY, [3])}
    assert states[busy.pk] == "stands"
    assert states[small_city.first_two.pk] == "not-begun"
    others = Organisation.objects.branches().under(small_city.second.path).exclude(pk=small_city.second_one.pk)
    assert {states[branch.pk] for branch in others} == {"under-way"}
