from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors, inside, outermost, upper_bound
from dangjian.kernel.tree.services import TreeError, move, place

paths = st.lists(st.integers(1, 99999), min_size=1, max_size=6).map(lambda ids: "/" + "/".join(map(str, ids)) + "/")


@given(paths, paths)
def test_range_is_exactly_the_subtree(path, other):
    assert (path <= other < upper_bound(path)) == inside(other, path)


@given(paths)
def test_ancestors_lead_from_the_root_to_the_path(path):
    line = ancestors(path)
    assert line[-1] == path
    assert all(inside(path, above) for above in line)
    assert len(line) == path.count("/") - 1


@given(st.sets(paths, max_size=8))
def test_outermost_cover_all_and_none_covers_another(chosen):
    kept = outermost(chosen)
    assert all(any(inside(path, top) for top in kept) for path in chosen)
    assert not any(inside(a, b) for a in kept for b in kept if a != b)


def test_under_finds_the_subtree_and_not_a_sister(small_city):
    below = Organisation.objects.under(small_city.first.path)
    assert set(below) == {small_city.first, small_city.first_one, small_city.first_two}


def test_direct_are_the_primary_organisations_below_a_work_committee(small_city):
    assert set(Organisation.objects.direct()) == {small_city.first, small_city.second, small_city.third}


def test_place_refuses_a_code_in_use(small_city):
    with pytest.raises(TreeError) as refusal:
        place(code="35-01", name="x", short_name="x", kind="branch", parent=None, starts_on=date(2017, 1, 1))
    assert refusal.value.field == "code"


def test_move_takes_everything_below_along(small_city):
    move(small_city.first, to=small_city.second)
    moved = Organisation.objects.get(pk=small_city.first_one.pk)
    assert moved.path == f"{small_city.second.path}{small_city.first.pk}/{moved.pk}/"
    assert moved.depth == 3


def test_move_below_itself_is_refused(small_city):
    with pytest.raises(TreeError):
        move(small_city.first, to=small_city.first_one)


def test_at_leaves_out_what_is_not_yet_or_no_longer(small_city):
    Organisation.objects.filter(pk=small_city.third.pk).update(ends_on=date(2017, 1, 1))
    assert small_city.third in Organisation.objects.at(date(2016, 12, 31))
    assert small_city.third not in Organisation.objects.at(date(2017, 1, 1))
    assert not Organisation.objects.at(date(2009, 1, 1)).exists()
