"""Who is found by a name, page by page: the same people as a slow search finds, whoever reads and however many."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records.kinds import registry
from dangjian.kernel.records.listing import Listing

from .factories import member

pytestmark = pytest.mark.django_db
NAMES = st.lists(
    st.sampled_from(["张", "张张", "张三", "王张", "王张五", "李四", "张伟", "刘伟"]), min_size=1, max_size=12
)


def listed(actor, monkeypatch, **asked):
    """The names of all pages, of four rows each."""
    monkeypatch.setattr("dangjian.kernel.records.listing.PER_PAGE", 4)
    found, page = [], 1
    while True:
        listing = Listing(registry["members.member"], actor, {**asked, "page": str(page)})
        found += [(one.name, one.pk) for one in listing.page.object_list]
        if not listing.page.has_next():
            return found
        page += 1


def slowly(organisation, character):
    """Those who bear a character as surname, by name; then those whose given name begins with it, by given name."""
    rows = Member.objects.filter(current__organisation__path__startswith=organisation.path)
    surname = [one for one in rows if one.name.startswith(character)]
    others = [one for one in rows if one not in surname and one.given_name.startswith(character)]
    in_order = (
        sorted(surname, key=lambda one: (one.name, one.pk)),
        sorted(others, key=lambda one: (one.given_name, one.pk)),
    )
    return [(one.name, one.pk) for part in in_order for one in part]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(NAMES, NAMES)
def test_one_character_finds_surnames_and_then_given_names(small_city, monkeypatch, here, elsewhere):
    Member.objects.update(current=None)
    for names, branch in ((here, small_city.first_one), (elsewhere, small_city.second_one)):
        for name in names:
            member(branch, name=name)
    for role, place in ((Role.BRANCH_SECRETARY, small_city.first_one), (Role.COMMITTEE_STAFF, small_city.committee)):
        actor = small_city.actor(role, place)
        for character in "张伟":
            assert listed(actor, monkeypatch, q=character) == slowly(place, character)


def test_initials_find_those_with_just_these_first(small_city, monkeypatch):
    for name in ("张四海", "张松", "赵森", "周深圳", "郑爽", "孙中山"):
        member(small_city.first_one, name=name)
    found = [name for name, _pk in listed(small_city.actor(), monkeypatch, q="ZS")]
    assert found == ["张松", "赵森", "郑爽", "张四海", "周深圳"]


def test_a_chosen_order_holds_for_what_is_found(small_city, monkeypatch):
    for name in ("王张", "张三", "李张五"):
        member(small_city.first_one, name=name)
    found = [name for name, _pk in listed(small_city.actor(), monkeypatch, q="张", sort="-name")]
    assert found == ["张三", "王张", "李张五"]
