"""Whatever is set up, moved, merged, split off and dissolved, in any order: paths fit and old names are found."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dangjian.foundation.organisations import search, services
from dangjian.foundation.organisations.models import OrganisationEvent, SearchName
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from .factories import FOUNDED, City, numbers

ACTS = ("found", "rename", "move", "merge", "split", "dissolve")
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30), st.integers(0, 3)), max_size=14
)
KINDS = ("organ_committee", "general_branch", "branch", "joint_branch")


def apply(act, one, other, kind, on):
    code = f"p{next(numbers)}"
    if act == "found":
        services.found(code=code, name=code, kind=KINDS[kind], parent=one, on=on, by=None)
    elif act == "rename":
        services.rename(one, name=f"名{code}", short_name=f"名{code}", on=on, by=None)
    elif act == "move":
        services.move(one, to=other, on=on, by=None)
    elif act == "merge":
        services.merge(one, into=other, on=on, by=None)
    elif act == "split":
        below = list(one.children.filter(ends_on=None)[:1])
        services.split_off(one, code=code, name=code, on=on, children=below, by=None)
    else:
        services.dissolve(one, on=on, by=None)


class TestTree(TestCase):
    @settings(max_examples=25)
    @given(steps)
    def test_paths_fit_after_any_sequence(self, sequence):
        City()
        done = 0
        for number, (act, first, second, kind) in enumerate(sequence):
            everybody = list(Organisation.objects.order_by("pk"))
            one, other = everybody[first % len(everybody)], everybody[second % len(everybody)]
            with suppress(ServiceError):
                apply(act, one, other, kind, FOUNDED + timedelta(days=number + 1))
                done += 1
        self.check(done)

    def check(self, done):
        rows = {row.pk: row for row in Organisation.objects.all()}
        for row in rows.values():
            above = rows.get(row.parent_id)
            assert row.path == f"{above.path if above else '/'}{row.pk}/"
            assert row.depth == row.path.count("/") - 2
        for event in OrganisationEvent.objects.filter(kind="renamed"):
            assert event.old_name
            assert search.matching(Organisation.objects.all(), event.old_name).filter(pk=event.organisation_id).exists()
        assert OrganisationEvent.objects.filter(kind__in=("founded", "split")).count() == len(rows)
        ended = OrganisationEvent.objects.filter(kind__in=("merged", "dissolved")).count()
        assert ended == sum(row.ends_on is not None for row in rows.values())
        assert ended <= done
        kept = set(SearchName.objects.values_list("organisation_id", "text"))
        search.rebuild()
        assert kept == set(SearchName.objects.values_list("organisation_id", "text"))


@pytest.mark.django_db
def test_rebuild_counts_and_restores_what_was_lost():
    city = City()
    SearchName.objects.all().delete()
    assert list(search.matching(Organisation.objects.all(), "地震")) == [city.direct]
    assert search.rebuild() == 7
    assert list(search.matching(Organisation.objects.all(), "sdzj")) == [city.direct]
