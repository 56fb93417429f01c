"""Results against a slow and obvious reference: weights, rounding, ties and quotas."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dangjian.work.awards.results import Mark, Measure, Quota, filled, lines, rounded

HALVES = st.integers(0, 20).map(lambda n: Decimal(n) / 2)


@st.composite
def reviews(draw):
    """A rubric, entries, and sheets of which some are missing; weights need not come to a hundred."""
    weights = draw(st.lists(st.integers(1, 6000), min_size=1, max_size=4))
    measures = [Measure(n + 1, Decimal(weight) / 100, 10, n + 1) for n, weight in enumerate(weights)]
    entries = list(range(1, draw(st.integers(1, 8)) + 1))
    marks = []
    for entry in entries:
        for reviewer in range(draw(st.integers(0, 4))):
            for measure in measures:
                marks.append(Mark(entry, reviewer, measure.key, draw(HALVES)))
    return measures, entries, marks


def slow_value(entry, measures, marks):
    """The weighted value, from the words of the rule, with numbers of fifty digits."""
    precise = Context(prec=50)
    total = Decimal(0)
    for measure in measures:
        given_to = [m.value for m in marks if m.entry == entry and m.criterion == measure.key]
        if not given_to:
            return None
        mean = precise.divide(sum(given_to), Decimal(len(given_to)))
        total = precise.add(total, precise.multiply(precise.divide(mean, Decimal(measure.ceiling)), measure.weight))
    # Fifty digits may fall a hair short of a half; a hair is added before rounding.
    return (total + Decimal("1e-40")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def means_by_weight(entry, measures, marks):
    in_order = sorted(measures, key=lambda m: (-m.weight, m.rank))
    found = []
    for measure in in_order:
        given_to = [Fraction(m.value) for m in marks if m.entry == entry and m.criterion == measure.key]
        found.append(sum(given_to) / len(given_to))
    return found


@given(reviews())
def test_values_and_places_are_those_of_the_slow_reference(review):
    measures, entries, marks = review
    result = {line.entry: line for line in lines(entries, measures, marks)}
    assert sorted(result) == entries
    scored = [entry for entry in entries if slow_value(entry, measures, marks) is not None]
    for entry in entries:
        line = result[entry]
        assert line.value == slow_value(entry, measures, marks)
        if entry not in scored:
            assert line.place is None
            continue
        mine = (line.value, means_by_weight(entry, measures, marks))
        others = [(slow_value(o, measures, marks), means_by_weight(o, measures, marks)) for o in scored if o != entry]
        assert line.place == 1 + sum(other > mine for other in others)
        assert line.shared == (mine in others)


@given(reviews())
def test_the_spread_is_zero_for_one_reviewer_and_never_negative(review):
    measures, entries, marks = review
    for line in lines(entries, measures, marks):
        assert 0 <= line.spread <= 100
        if line.reviews < 2:
            assert line.spread == 0


@given(reviews(), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(1, 3))
def test_quotas_are_filled_from_the_first_place_and_a_tie_is_left_to_people(review, seats, runner_up):
    measures, entries, marks = review
    order = lines(entries, measures, marks)
    main, second = filled(order, [Quota(1, seats[0]), Quota(2, runner_up, after=1)])
    place = {line.entry: line.place for line in order}
    assert len(main.chosen) + main.left == seats[0]
    # Slowly: an entry is in when all that are not behind it fit.
    sure = [e for e in entries if place[e] and sum(p is not None and p <= place[e] for p in place.values()) <= seats[0]]
    assert sorted(main.chosen) == sorted(sure)
    if main.tied:
        assert len({place[e] for e in main.tied}) == 1
        assert len(main.tied) > main.left > 0
        assert second.chosen == ()
    assert not set(main.chosen) & (set(second.chosen) | set(second.tied))
    assert all(place[e] > place[f] for e in second.chosen for f in main.chosen)


def test_a_tie_is_broken_by_the_weightiest_criterion():
    measures = [Measure(1, Decimal(60), 10, 1), Measure(2, Decimal(40), 10, 2)]
    marks = [Mark(1, 1, 1, Decimal(6)), Mark(1, 1, 2, Decimal(9)), Mark(2, 1, 1, Decimal(8)), Mark(2, 1, 2, Decimal(6))]
    first, second = lines([1, 2], measures, marks)
    assert (first.entry, first.value, second.value) == (2, Decimal("72.00"), Decimal("72.00"))
    assert (first.place, second.place, first.shared) == (1, 2, False)


def test_a_quota_smaller_than_a_tie_takes_nobody():
    measures = [Measure(1, Decimal(100), 10)]
    order = lines([1, 2, 3], measures, [Mark(entry, 1, 1, Decimal(7)) for entry in (1, 2, 3)])
    assert [line.place for line in order] == [1, 1, 1]
    (only,) = filled(order, [Quota(1, 2)])
    assert (only.chosen, only.tied, only.left) == ((), (1, 2, 3), 2)


def test_what_is_out_is_passed_over():
    measures = [Measure(1, Decimal(100), 10)]
    order = lines([1, 2, 3], measures, [Mark(entry, 1, 1, Decimal(entry)) for entry in (1, 2, 3)])
    (only,) = filled(order, [Quota(1, 1)], out={3})
    assert only.chosen == (2,)


def test_thirds_are_rounded_once_and_half_up():
    assert rounded(Fraction(1, 3)) == Decimal("0.33")
    assert rounded(Fraction(1, 200)) == Decimal("0.01")
    assert rounded(Fraction(2, 3)) == Decimal("0.67")
