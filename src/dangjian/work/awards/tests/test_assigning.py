"""Assignment by rule and load: nobody in conflict, everybody alike."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dangjian.work.awards.assigning import assigned

keys = st.integers(1, 12)


@st.composite
def panels(draw):
    entries = draw(st.lists(st.integers(1, 30), unique=True, max_size=25))
    reviewers = draw(st.lists(st.integers(100, 115), unique=True, max_size=10))
    pairs = [(entry, reviewer) for entry in entries for reviewer in reviewers]
    some = st.lists(st.sampled_from(pairs), unique=True, max_size=20) if pairs else st.just([])
    conflicts = draw(some)
    present = [pair for pair in draw(some) if pair not in conflicts]
    return entries, reviewers, draw(st.integers(0, 5)), conflicts, present


@given(panels(), st.integers(0, 9))
def test_each_entry_gets_its_reviewers_and_none_in_conflict(panel, seed):
    entries, reviewers, each, conflicts, present = panel
    added = assigned(entries, reviewers, each=each, conflicts=conflicts, present=present, seed=seed)
    assert len(set(added)) == len(added)
    assert not set(added) & (set(conflicts) | set(present))
    for entry in entries:
        had = {r for e, r in present if e == entry}
        barred = {r for e, r in conflicts if e == entry}
        could = len(set(reviewers) - had - barred)
        got = [r for e, r in added if e == entry]
        assert len(got) == min(max(each - len(had), 0), could)
    assert added == assigned(entries, reviewers, each=each, conflicts=conflicts, present=present, seed=seed)


@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 5), st.integers(0, 99))
def test_without_conflicts_loads_differ_by_one_at_most(entries, reviewers, each, seed):
    added = assigned(range(entries), range(100, 100 + reviewers), each=each, seed=seed)
    load = Counter(r for _e, r in added)
    loads = [load[r] for r in range(100, 100 + reviewers)]
    assert max(loads) - min(loads) <= 1


def test_who_came_late_is_given_more():
    present = [(entry, reviewer) for entry in range(6) for reviewer in (100, 101)]
    added = assigned(range(6), [100, 101, 102], each=3, present=present)
    assert {reviewer for _entry, reviewer in added} == {102}
