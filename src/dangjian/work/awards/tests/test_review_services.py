"""Every step of a review: what it does, when it may be taken, and what it says when it may not."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices.models import Notice
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import Nomination, ReviewAssignment, ReviewEntry, Reviewer, Score
from dangjian.work.awards.queries.reviews.conflicts import TieKind, barred, ties_of
from dangjian.work.awards.queries.reviews.places import results, suggestions, what_helped
from dangjian.work.awards.services import reviews
from dangjian.work.awards.services.reviews.steps import ReviewError

from .review_factories import DAY, WEEK, account, assigned, call, nomination, panel, scored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def review(small_city):
    """A call with three nominations, one of each organ."""
    made = call(small_city.committee)
    for organisation in (small_city.first, small_city.second, small_city.third):
        nomination(made, organisation)
    return made


# ── panel and assignment ─────────────────────────────────────────────────────────────────────────────────────────────


def test_who_is_called_is_told_and_has_a_seat(review):
    people = [account(), account()]
    reviews.seat_reviewers(review, accounts=people, today=DAY[PhaseKind.CHECKING], by=None)
    assert [one.seat for one in review.reviewers.all()] == [1, 2]
    assert set(Notice.objects.values_list("account", flat=True)) == {one.pk for one in people}
    with pytest.raises(ReviewError, match="already"):
        reviews.seat_reviewers(review, accounts=people[:1], today=DAY[PhaseKind.CHECKING], by=None)
    with pytest.raises(ReviewError, match="not possible now"):
        reviews.seat_reviewers(review, accounts=[account()], today=DAY[PhaseKind.DISCUSSING], by=None)


def test_every_entry_gets_its_reviewers_and_loads_are_alike(review):
    panel(review)
    assert assigned(review) == 6
    per_entry = Counter(ReviewAssignment.objects.values_list("entry", flat=True))
    per_reviewer = Counter(ReviewAssignment.objects.values_list("reviewer", flat=True))
    assert set(per_entry.values()) == set(per_reviewer.values()) == {2}
    assert sorted(ReviewEntry.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert assigned(review) == 0


def test_nothing_is_given_out_before_names_are_out(review, small_city):
    panel(review)
    Nomination.objects.filter(organisation=small_city.second).update(blind_confirmed_on=None)
    with pytest.raises(ReviewError, match="1 nominations have no text without names"):
        assigned(review)
    review.is_blind = False
    review.save()
    assert assigned(review) == 6


def test_conflicts_follow_from_memberships_posts_and_roles(review, small_city):
    of_first = account(member=member(small_city.first_one))
    with_post = member(small_city.third)
    post(with_post, small_city.second_one, on=date(2016, 1, 1))
    staff = account()
    Grant.objects.create(
        account=staff, role=Role.COMMITTEE_STAFF, organisation=small_city.committee, starts_on=date(2016, 1, 1)
    )
    seated = panel(review, accounts=[of_first, account(member=with_post), staff, account()])
    ties = ties_of(
        review, list(review.reviewers.select_related("account__member__current__organisation")), date(2017, 9, 10)
    )
    kinds = [{(tie.path, tie.kind) for tie in ties[one.pk]} for one in seated]
    assert kinds[0] == {(small_city.first.path, TieKind.MEMBERSHIP)}
    assert kinds[1] == {(small_city.third.path, TieKind.MEMBERSHIP), (small_city.second.path, TieKind.POST)}
    assert kinds[2] == {(small_city.committee.path, TieKind.NAMES)}
    assert kinds[3] == set()
    assigned(review)
    entries = ReviewEntry.objects.select_related("nomination__organisation")
    pairs = set(ReviewAssignment.objects.values_list("entry", "reviewer"))
    assert pairs
    assert not pairs & barred(entries, ties)


def test_a_review_is_given_by_hand_but_not_into_a_conflict(review, small_city):
    _one, bound = panel(review, accounts=[account(), account(member=member(small_city.first_one))])
    assigned(review)
    extra = panel(review, 1)[0]
    entry = ReviewEntry.objects.get(nomination__organisation=small_city.first)
    with pytest.raises(ReviewError, match="in conflict"):
        reviews.assign_review(reviewer=bound, entries=[entry], today=DAY[PhaseKind.SCORING], by=None)
    (made,) = reviews.assign_review(reviewer=extra, entries=[entry], today=DAY[PhaseKind.SCORING], by=None)
    with pytest.raises(ReviewError, match="given to them before"):
        reviews.assign_review(reviewer=extra, entries=[entry], today=DAY[PhaseKind.SCORING], by=None)
    with pytest.raises(ReviewError, match="Say why"):
        reviews.release_review(made, reason=" ", today=DAY[PhaseKind.SCORING], by=None)
    reviews.release_review(made, reason="分错了", today=DAY[PhaseKind.SCORING], by=None)
    made.refresh_from_db()
    assert made.released_on == DAY[PhaseKind.SCORING]


def test_a_reviewer_dismissed_in_mid_phase_leaves_what_was_handed_in(review):
    first, *_others = panel(review, 4)
    assigned(review)
    mine = list(first.assignments.all())
    scored(mine[0], 8, 8)
    before = ReviewAssignment.objects.standing().count()
    moved = reviews.dismiss_reviewer(first, reason="工作调动", today=DAY[PhaseKind.SCORING], by=None)
    assert moved == len(mine) - 1
    assert ReviewAssignment.objects.standing().count() == before
    mine[0].refresh_from_db()
    assert mine[0].released_on is None
    with pytest.raises(ReviewError, match="no longer a reviewer"):
        scored(mine[0], 9, 9)
    with pytest.raises(ReviewError, match="dismissed before"):
        reviews.dismiss_reviewer(first, reason="再次", today=DAY[PhaseKind.SCORING], by=None)


# ── declaration ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_declared_conflict_gives_the_entry_to_another(review, small_city):
    seated = panel(review, declared=False)
    assigned(review)
    entry = ReviewEntry.objects.get(nomination__organisation=small_city.second)
    bound = entry.assignments.first().reviewer
    options = {"organisations": [small_city.second], "today": DAY[PhaseKind.DECLARING], "by": None}
    with pytest.raises(ReviewError, match="Confirm"):
        reviews.declare_conflicts(bound, confirmed=False, **options)
    reviews.declare_conflicts(bound, confirmed=True, **options)
    gone = entry.assignments.get(reviewer=bound)
    assert gone.is_conflict
    assert entry.assignments.standing().count() == 2
    assert {one.reviewer_id for one in entry.assignments.standing()} == {one.pk for one in seated} - {bound.pk}
    with pytest.raises(ReviewError, match="of the list"):
        reviews.declare_conflicts(bound, confirmed=True, **options | {"organisations": [small_city.first_one]})


def test_no_score_before_the_declaration_and_none_for_others(review):
    seated = panel(review, declared=False)
    assigned(review)
    mine = seated[0].assignments.first()
    with pytest.raises(ReviewError, match="Declare your conflicts"):
        scored(mine, 5, 5)
    somebody = actor_for(account())
    with pytest.raises(ReviewError, match="acts for themselves"):
        reviews.hand_in(mine, scores={}, today=DAY[PhaseKind.SCORING], by=somebody)


def test_who_recognises_an_entry_steps_back_and_another_gets_it(review):
    panel(review)
    assigned(review)
    mine = ReviewAssignment.objects.first()
    with pytest.raises(ReviewError, match="what binds you"):
        reviews.step_back(mine, reason="", today=DAY[PhaseKind.SCORING], by=None)
    reviews.step_back(mine, reason="认出了单位", today=DAY[PhaseKind.SCORING], by=None)
    assert ReviewAssignment.objects.standing().filter(entry=mine.entry).count() == 2
    with pytest.raises(ReviewError, match="no longer yours"):
        scored(mine, 5, 5)


# ── scores ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wrong", ["-0.5", "10.5", "7.3", "NaN", "1E+5"])
def test_a_score_that_cannot_be_is_refused_beside_its_field(review, wrong):
    panel(review)
    assigned(review)
    mine = ReviewAssignment.objects.first()
    criterion = review.criteria.first()
    with pytest.raises(ReviewError, match="0 to 10") as refusal:
        scored(mine, wrong, 5)
    assert refusal.value.field == f"score_{criterion.pk}"
    assert not Score.objects.exists()


def test_a_sheet_may_be_changed_until_the_phase_ends(review):
    panel(review)
    assigned(review)
    mine = ReviewAssignment.objects.first()
    scored(mine, 5, 5)
    scored(mine, 6.5, 5)
    assert sorted(mine.scores.values_list("value", flat=True)) == [5, Decimal("6.5")]
    late = DAY[PhaseKind.SCORING] + WEEK
    with pytest.raises(ReviewError, match="not possible now"):
        reviews.hand_in(mine, scores={}, today=late, by=None)
    with pytest.raises(ReviewError, match="not possible now"):
        reviews.hand_in(mine, scores={}, today=DAY[PhaseKind.SCORING] - timedelta(days=1), by=None)


def test_a_revised_score_counts_and_the_first_one_stays(review):
    panel(review)
    assigned(review)
    entry = ReviewEntry.objects.get(number=1)
    one, other = entry.assignments.all()
    scored(one, 10, 10)
    scored(other, 2, 2)
    assert results(review)[0].value == Decimal("60.00")
    assert results(review)[0].spread == Decimal("80.00")
    score = other.scores.first()
    day = {"today": DAY[PhaseKind.DISCUSSING], "by": None}
    with pytest.raises(ReviewError, match="Say why"):
        reviews.revise_score(score, value=Decimal(6), reason="", **day)
    reviews.revise_score(score, value=Decimal(6), reason="漏看了附件", **day)
    reviews.revise_score(score, value=Decimal(7), reason="会商后调整", as_moderator=True, **day)
    score.refresh_from_db()
    assert score.value == 2
    assert [revision.by_moderator for revision in score.revisions.all()] == [False, True]
    assert results(review)[0].value == Decimal("75.00")


def test_only_who_has_scored_takes_part_in_the_discussion(review):
    panel(review)
    assigned(review)
    entry = ReviewEntry.objects.get(number=1)
    one, other = entry.assignments.all()
    scored(one, 5, 5)
    day = {"today": DAY[PhaseKind.DISCUSSING], "by": None}
    reviews.add_remark(entry, text="机制实", assignment=one, **day)
    with pytest.raises(ReviewError, match="Only who has scored"):
        reviews.add_remark(entry, text="同意", assignment=other, **day)
    reviews.add_remark(entry, text="请说明依据", **day)
    assert [remark.reviewer for remark in entry.remarks.all()] == [one.reviewer, None]


# ── short list, presentation, results ────────────────────────────────────────────────────────────────────────────────


def test_the_short_list_is_made_whole_after_its_number_was_seen(review):
    panel(review)
    assigned(review)
    entries = list(ReviewEntry.objects.all())
    day = {"today": DAY[PhaseKind.DISCUSSING], "by": None}
    with pytest.raises(ReviewError, match="3 entries were shown, 2 would be"):
        reviews.make_short_list(review, entries=entries[:2], expected=3, **day)
    assert reviews.make_short_list(review, entries=entries[:2], expected=2, **day) == 2
    assert reviews.make_short_list(review, entries=entries[2:], expected=1, **day) == 1
    assert Nomination.objects.exclude(short_listed_on=None).get() == entries[2].nomination


def test_presentations_are_scored_one_at_a_time(small_city):
    made = call(small_city.committee, live=20, weights=(50, 30))
    for organisation in (small_city.first, small_city.second, small_city.third):
        nomination(made, organisation)
    seated = panel(made)
    assigned(made)
    for one in ReviewAssignment.objects.all():
        scored(one, 8, 8)
    live = {"today": DAY[PhaseKind.PRESENTING], "by": None}
    with pytest.raises(ReviewError, match="short list is empty"):
        reviews.draw_order(made, **live)
    entries = list(ReviewEntry.objects.order_by("number"))
    discussing = {"today": DAY[PhaseKind.DISCUSSING], "by": None}
    reviews.make_short_list(made, entries=entries[:2], expected=2, **discussing)
    assert reviews.draw_order(made, **live) == 2
    with pytest.raises(ReviewError, match="drawn once"):
        reviews.draw_order(made, **live)
    turns = ReviewEntry.objects.exclude(live_order=None)
    assert sorted(turns.values_list("live_order", flat=True)) == [1, 2]
    first, second = turns.order_by("live_order")
    mine = ReviewAssignment.objects.get(entry=first, reviewer=seated[0], is_live=True)
    criterion = made.criteria.get(is_live=True)
    with pytest.raises(ReviewError, match="not presenting now"):
        reviews.hand_in(mine, scores={criterion.pk: Decimal(9)}, **live)
    reviews.open_presentation(first, **live)
    reviews.hand_in(mine, scores={criterion.pk: Decimal(9)}, **live)
    reviews.open_presentation(second, **live)
    with pytest.raises(ReviewError, match="not presenting now"):
        reviews.hand_in(mine, scores={criterion.pk: Decimal(10)}, **live)
    with pytest.raises(ReviewError, match="has no turn"):
        reviews.open_presentation(entries[2], **live)
    reviews.close_presentations(made, **live)
    with pytest.raises(ReviewError, match="Nobody is presenting"):
        reviews.close_presentations(made, **live)
    found = results(made)
    assert [result.value for result in found] == [Decimal("82.00"), Decimal("64.00"), Decimal("64.00")]
    assert [result.place for result in found] == [1, 2, 3]


def test_quotas_are_suggested_from_places_and_a_withdrawn_entry_is_passed_over(small_city):
    made = call(small_city.committee, quota=1, runners_up=1)
    for organisation in (small_city.first, small_city.second, small_city.third):
        nomination(made, organisation)
    panel(made)
    assigned(made)
    for assignment in ReviewAssignment.objects.all():
        points = 10 - assignment.entry.number
        scored(assignment, points, points)
    main, runner_up = suggestions(made, results(made))
    assert [result.entry.number for result in main.chosen] == [1]
    assert [result.entry.number for result in runner_up.chosen] == [2]
    Nomination.objects.filter(entry__number=1).update(withdrawn_on=DAY[PhaseKind.DISCUSSING])
    main, runner_up = suggestions(made, results(made))
    assert [result.entry.number for result in main.chosen] == [2]
    assert [result.entry.number for result in runner_up.chosen] == [3]


def test_applicants_read_what_helped_from_the_public_notice_on(review):
    panel(review)
    assigned(review)
    assignment = ReviewAssignment.objects.first()
    scored(assignment, 5, 5, strengths="措施具体，数据可查。", remark="略显单薄")
    row = assignment.entry.nomination
    assert what_helped(row, DAY[PhaseKind.NOTICE] - timedelta(days=1)) == []
    assert what_helped(row, DAY[PhaseKind.NOTICE]) == ["措施具体，数据可查。"]


def test_nothing_is_done_in_a_call_that_was_called_off(review):
    panel(review)
    assigned(review)
    review.called_off_on = DAY[PhaseKind.DECLARING]
    review.save()
    with pytest.raises(ReviewError, match="no phase is running"):
        scored(ReviewAssignment.objects.first(), 5, 5)


def test_the_audit_of_a_review_names_no_nomination(review, small_city):
    seated = panel(review)
    assigned(review)
    scored(seated[0].assignments.first(), 5, 5)
    reviews.dismiss_reviewer(
        Reviewer.objects.get(pk=seated[1].pk), reason="病假", today=DAY[PhaseKind.SCORING], by=None
    )
    told = [f"{entry.target_label} {entry.changes}" for entry in Entry.objects.filter(action__startswith="awards.")]
    assert told
    hidden = [row.title for row in review.nominations.all()] + [small_city.second.short_name, small_city.first.name]
    assert not [name for name in hidden for words in told if name in words]
