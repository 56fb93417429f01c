"""The table of phases against random calendars and clocks: nothing is visible early, to nobody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.phases import (
    DONE_IN,
    ORDER,
    SEEN_FROM,
    Deed,
    OwnPart,
    Seat,
    Sight,
    Span,
    Standing,
    may,
    seen,
    seen_of_entry,
    standing_on,
)

FIRST = date(2017, 3, 1)
days = st.integers(-10, 200).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def calendars(draw):
    """Phases with any days: overlapping, with gaps, in the wrong order, some missing."""
    kinds = draw(st.lists(st.sampled_from(list(PhaseKind)), unique=True, max_size=8))
    spans = []
    for kind in kinds:
        starts = draw(days)
        spans.append(Span(kind, starts, starts + timedelta(days=draw(st.integers(1, 40)))))
    return spans


def opening_day(spans, kind):
    """Slowly, day by day: the first day on which every phase before has ended and this one, or a later, has begun."""
    for n in range(-11, 260):
        day = FIRST + timedelta(days=n)
        later = [span for span in spans if ORDER[span.kind] >= ORDER[kind] and span.starts_on <= day]
        for span in later:
            before = [one for one in spans if ORDER[one.kind] < ORDER[span.kind]]
            if all(one.starts_on <= day and one.ends_on <= day for one in before):
                return day
    return None


@given(calendars(), days, st.sampled_from(Seat), st.booleans())
def test_nothing_is_visible_before_its_phase_and_nothing_is_held_back(spans, day, seat, is_blind):
    visible = seen(seat, standing_on(spans, day), is_blind=is_blind)
    for sight, kind in SEEN_FROM[seat].items():
        opens = opening_day(
            spans,
            PhaseKind.SCORING if (seat, sight, is_blind) == (Seat.REVIEWER, Sight.NAMES, False) else kind,
        )
        assert (sight in visible) == (opens is not None and opens <= day), (sight, opens)


@given(calendars(), days, st.sampled_from(Seat), st.sampled_from(Deed))
def test_what_is_done_is_done_while_its_phase_runs(spans, day, seat, deed):
    allowed = may(seat, deed, standing_on(spans, day))
    kinds = DONE_IN[seat].get(deed, ())
    within = [span for span in spans if span.kind in kinds and span.starts_on <= day < span.ends_on]
    unfinished = [
        span
        for span in within
        if not any(ORDER[one.kind] < ORDER[span.kind] and day < one.ends_on for one in spans)
        and not any(ORDER[one.kind] < ORDER[span.kind] and day < one.starts_on for one in spans)
    ]
    assert allowed == bool(unfinished)


@given(calendars(), days, st.integers(0, 60), st.sampled_from(Seat))
def test_what_was_seen_stays_visible(spans, day, later, seat):
    now, then = standing_on(spans, day), standing_on(spans, day + timedelta(days=later))
    assert seen(seat, now) <= seen(seat, then)


@given(calendars(), days, st.builds(OwnPart, st.booleans(), st.booleans(), st.booleans(), st.booleans()))
def test_a_reviewer_sees_of_an_entry_only_what_is_theirs(spans, day, own):
    standing = standing_on(spans, day)
    sights = seen_of_entry(standing, own)
    assert sights <= seen(Seat.REVIEWER, standing)
    if own.in_conflict or not own.has_declared:
        assert not sights
    if Sight.SCORES in sights:
        assert own.has_scored
        assert standing.has_reached(PhaseKind.DISCUSSING)
    if Sight.NAMES in sights:
        assert standing.has_reached(PhaseKind.NOTICE) or (
            own.short_listed and standing.has_reached(PhaseKind.PRESENTING)
        )
    if Sight.TEXT in sights:
        assert standing.has_reached(PhaseKind.SCORING)


def test_a_call_phase_by_phase():
    spans = [
        Span(kind, FIRST + timedelta(days=10 * n), FIRST + timedelta(days=10 * n + 10))
        for n, kind in enumerate(PhaseKind)
    ]
    own = OwnPart(has_declared=True, has_scored=True, short_listed=True)

    def at(kind):
        return standing_on(spans, FIRST + timedelta(days=10 * ORDER[kind]))

    assert seen_of_entry(at(PhaseKind.DECLARING), own) == frozenset()
    assert seen_of_entry(at(PhaseKind.SCORING), own) == {Sight.TEXT}
    assert seen_of_entry(at(PhaseKind.DISCUSSING), own) == {Sight.TEXT, Sight.SCORES}
    assert Sight.NAMES in seen_of_entry(at(PhaseKind.PRESENTING), own)
    assert seen_of_entry(at(PhaseKind.SCORING), own, is_blind=False) == {Sight.TEXT, Sight.NAMES}
    assert Sight.SCORES not in seen(Seat.MODERATOR, at(PhaseKind.SCORING))
    assert Sight.OUTCOME not in seen(Seat.APPLICANT, at(PhaseKind.DECIDING))
    assert standing_on(spans, FIRST - timedelta(days=1)) == Standing()
    assert standing_on(spans, FIRST + timedelta(days=300)) == Standing(PhaseKind.NOTICE)


@pytest.mark.parametrize("seat", Seat)
def test_every_part_of_the_table_names_a_phase(seat):
    assert set(SEEN_FROM[seat].values()) <= set(PhaseKind)
    assert {kind for kinds in DONE_IN[seat].values() for kind in kinds} <= set(PhaseKind)
