"""What holds for every catalogue, tried on the one that life keeps."""

from datetime import date

import pytest

from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.records.services import MOST, add_item, begin_catalogue, end_item, move_item
from dangjian.work.life.services.talks.reasons import OCCASIONS

pytestmark = pytest.mark.django_db
DAY = date(2017, 10, 9)


@pytest.fixture
def staff(small_city):
    return small_city.actor(Role.COMMITTEE_STAFF, small_city.committee)


def added(by, name="新情形", **facts):
    return add_item(OCCASIONS, by=by, **{"name": name, "ordinal": 6, "on": DAY, "source": "工委文件"} | facts)


def test_a_catalogue_begins_once():
    items = [{"key": f"k{n}", "name": f"名{n}", "starts_on": DAY} for n in range(3)]
    OCCASIONS.model.objects.all().delete()
    assert begin_catalogue(OCCASIONS, items, by=None) == 3
    assert begin_catalogue(OCCASIONS, items, by=None) == 0
    assert list(OCCASIONS.model.objects.values_list("ordinal", flat=True)) == [1, 2, 3]


def test_keys_are_free_ones_and_names_stand_once(staff):
    first, second = added(staff), added(staff, "又一情形")
    assert first.key != second.key
    with pytest.raises(ServiceError) as refused:
        added(staff, " 新情形 ")
    assert refused.value.field == "name"
    end_item(OCCASIONS, first, on=date(2018, 1, 1), by=staff)
    assert added(staff, "新情形").key not in {first.key, second.key}


@pytest.mark.parametrize("place", [0, MOST + 1])
def test_a_place_lies_within_bounds(staff, place):
    row = added(staff)
    for act in (
        lambda: added(staff, "别的", ordinal=place),
        lambda: move_item(OCCASIONS, row, ordinal=place, by=staff),
    ):
        with pytest.raises(ServiceError) as refused:
            act()
        assert refused.value.field == "ordinal"


def test_it_holds_a_day_at_least_and_ends_once(staff):
    row = added(staff)
    with pytest.raises(ServiceError):
        end_item(OCCASIONS, row, on=DAY, by=staff)
    end_item(OCCASIONS, row, on=date(2017, 12, 1), by=staff)
    with pytest.raises(ServiceError):
        end_item(OCCASIONS, row, on=date(2018, 1, 1), by=staff)
    earlier = end_item(OCCASIONS, row, on=date(2017, 11, 1), by=staff)
    assert earlier.ends_on == date(2017, 11, 1)


def test_only_the_work_committee_keeps_it_and_every_act_is_recorded(small_city, staff):
    office = small_city.actor(Role.PARTY_OFFICE, small_city.first)
    with pytest.raises(ServiceError):
        added(office)
    row = move_item(OCCASIONS, added(staff), ordinal=2, by=staff)
    end_item(OCCASIONS, row, on=date(2018, 1, 1), by=staff)
    done = (
        Entry.objects.filter(target_id=row.pk, action__startswith="life.talk_reason.")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert list(done) == [OCCASIONS.added, OCCASIONS.moved, OCCASIONS.ended]
