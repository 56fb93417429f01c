"""Places, steps, grades and what is withheld in democratic appraisal."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangjian.foundation.members.enums import Category, ConditionKind, MembershipStatus
from dangjian.foundation.members.models import Condition
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.periods import Period
from dangjian.work.life import services
from dangjian.work.life.ballots import ABSTAINED, CHOICES, Contents, digest_of, new_code
from dangjian.work.life.enums import BallotWay, Grade, PlaceReason, Stage
from dangjian.work.life.errors import AppraisalError
from dangjian.work.life.grades import SHARE_RULES, share_check, share_rule_on
from dangjian.work.life.models import Appraisee, BallotBox, DemocraticAppraisal, GradeCount, SelfAssessment
from dangjian.work.life.queries.appraisals import places_of, readable_assessments, summary_of
from dangjian.work.life.services.appraisals.eligibility import place_for, places_on

from .factories import actor_of

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 9)
FOUR = {"politics": "合格", "discipline": "合格", "character": "合格", "role": "合格"}


@pytest.fixture
def branch(small_city):
    return small_city.first_one


def opened(branch, people, *, ballots=BallotWay.PAPER, on=date(2017, 9, 1), by=None):
    members = [member(branch) for _n in range(people)]
    return services.open_appraisal(organisation=branch, year=2017, ballots=ballots, on=on, by=by), members


def graded_keys(appraisal):
    return [place.pk for place in places_of(appraisal) if place.is_graded]


def counted(appraisal, *, ballots, marks=None):
    """A vote on paper in which everybody who may vote was there."""
    if appraisal.stage is Stage.ASSESSING:
        appraisal = services.start_voting(appraisal, on=date(2017, 9, 20), by=None)
    there = [place.pk for place in places_of(appraisal) if place.may_vote]
    sums = {key: marks or [ballots, 0, 0, 0, 0] for key in graded_keys(appraisal)}
    facts = {"first_counter": "甲某", "second_counter": "乙某", "took_part": there, "ballots": ballots, "sums": sums}
    return services.enter_paper_count(appraisal, on=date(2017, 9, 20), by=None, **facts)


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────

CASES = st.tuples(
    st.sampled_from(Category.values),
    st.sampled_from([MembershipStatus.NORMAL, MembershipStatus.SUSPENDED]),
    st.sets(st.sampled_from(ConditionKind.values)),
)


def slowly(category, status, conditions):
    """The place, written down sentence by sentence: (expected, votes, graded)."""
    reachable = "out_of_contact" not in conditions
    in_rights = status == "normal"
    full = category == "01"
    frail = "exempt" in conditions
    expected = reachable and in_rights and not frail
    votes = reachable and in_rights and full
    graded = reachable and in_rights and full and not frail
    return expected, votes, graded


@given(CASES)
def test_places_agree_with_the_rule_written_the_slow_way(case):
    category, status, conditions = case
    place = place_for(category=category, status=status, conditions=conditions)
    assert (place.is_expected, place.may_vote, place.is_graded) == slowly(category, status, conditions)
    assert bool(place.reason) == (not (place.is_expected and place.may_vote and place.is_graded))
    if ConditionKind.EXEMPT in conditions:
        assert not place.is_expected
    if category == Category.PROBATIONARY:
        assert not place.is_graded


@given(offset=st.integers(-3, 3), length=st.none() | st.integers(1, 4))
def test_a_place_follows_the_facts_of_the_day_of_opening(offset, length):
    """Against dates compared one by one."""
    day = date(2017, 9, 1)
    starts = day + timedelta(days=offset)
    ends = starts + timedelta(days=length) if length else None
    holds = starts <= day and (ends is None or day < ends)
    condition = Condition(kind=ConditionKind.EXEMPT, starts_on=starts, ends_on=ends)
    assert condition.holds_on(day) == holds
    kinds = {condition.kind} if condition.holds_on(day) else set()
    assert place_for(category="01", status="normal", conditions=kinds).is_expected != holds


def test_places_are_read_from_dated_rows(branch):
    plain, frail, young, away = (
        member(branch),
        member(branch),
        member(branch, category=Category.PROBATIONARY),
        member(branch),
    )
    Condition.objects.create(member=frail, kind=ConditionKind.EXEMPT, starts_on=date(2017, 1, 1))
    Condition.objects.create(
        member=away, kind=ConditionKind.OUT_OF_CONTACT, starts_on=date(2017, 1, 1), ends_on=date(2017, 6, 1)
    )
    by_member = dict(places_on(branch, date(2017, 5, 31)))
    assert by_member[frail.pk].reason == PlaceReason.EXEMPT
    assert by_member[young.pk].reason == PlaceReason.PROBATIONARY
    assert by_member[away.pk].reason == PlaceReason.OUT_OF_CONTACT
    assert by_member[plain.pk].reason == ""
    assert dict(places_on(branch, date(2017, 6, 1)))[away.pk].reason == ""


def test_who_is_exempt_is_never_missing(branch):
    frail = member(branch)
    Condition.objects.create(member=frail, kind=ConditionKind.EXEMPT, starts_on=date(2017, 1, 1))
    appraisal, _members = opened(branch, 6)
    appraisal = services.start_voting(appraisal, on=date(2017, 9, 20), by=None)
    there = [p.pk for p in places_of(appraisal) if p.may_vote and p.member_id != frail.pk][1:]
    facts = {"first_counter": "甲某", "second_counter": "乙某", "took_part": there, "ballots": 5}
    sums = {key: [5, 0, 0, 0, 0] for key in graded_keys(appraisal)}
    appraisal = services.enter_paper_count(appraisal, on=date(2017, 9, 20), by=None, sums=sums, **facts)
    assert summary_of(appraisal, places_of(appraisal)).missing == 1


# ── at most a third ──────────────────────────────────────────────────────────────────────────────────────────────────


@given(graded=st.integers(1, 300), excellent=st.integers(0, 300))
def test_a_third_is_a_third(graded, excellent):
    check = share_check(excellent=excellent, graded=graded, members=graded, on=TODAY)
    assert check.is_over == (Fraction(excellent, graded) > Fraction(1, 3))
    assert Fraction(check.allowed, graded) <= Fraction(1, 3) < Fraction(check.allowed + 1, graded)
    for number in (excellent, graded, check.allowed):
        assert str(number) in check.sentence


def test_the_share_is_a_dated_rule_with_a_source():
    assert share_rule_on(TODAY) is SHARE_RULES[-1]
    assert share_rule_on(date(1999, 1, 1)) is None
    assert not share_check(excellent=9, graded=9, members=9, on=date(1999, 1, 1)).is_over
    assert all(str(rule.source) for rule in SHARE_RULES)


def test_more_than_a_third_needs_a_reason(branch):
    appraisal, _members = opened(branch, 6)
    appraisal = counted(appraisal, ballots=6)
    keys = graded_keys(appraisal)
    three = {key: Grade.EXCELLENT if n < 3 else Grade.QUALIFIED for n, key in enumerate(keys)}
    with pytest.raises(AppraisalError) as refused:
        services.decide_grades(appraisal, grades=three, on=date(2017, 9, 21), by=None)
    assert refused.value.field == "over_reason"
    assert not Appraisee.objects.exclude(grade="").exists()
    check = services.decide_grades(
        appraisal, grades=three, on=date(2017, 9, 21), over_reason="抗洪一线集体表现突出", by=None
    )
    assert check.is_over
    two = three | {keys[0]: Grade.QUALIFIED}
    assert not services.decide_grades(appraisal, grades=two, on=date(2017, 9, 21), over_reason="多余", by=None).is_over
    assert DemocraticAppraisal.objects.get().over_reason == ""


def test_probationary_and_exempt_members_get_no_grade(branch):
    young = member(branch, category=Category.PROBATIONARY)
    appraisal, _members = opened(branch, 6)
    appraisal = counted(appraisal, ballots=6)
    place = appraisal.places.get(member=young)
    grades = dict.fromkeys(graded_keys(appraisal), Grade.QUALIFIED)
    with pytest.raises(AppraisalError):
        services.decide_grades(appraisal, grades=grades | {place.pk: Grade.QUALIFIED}, on=date(2017, 9, 21), by=None)
    with pytest.raises(AppraisalError):
        services.decide_grades(appraisal, grades=dict(list(grades.items())[1:]), on=date(2017, 9, 21), by=None)
    services.decide_grades(appraisal, grades=grades, on=date(2017, 9, 21), by=None)
    place.refresh_from_db()
    assert place.grade == ""


# ── opening and steps ────────────────────────────────────────────────────────────────────────────────────────────────


def test_few_voters_vote_on_paper(branch):
    with pytest.raises(AppraisalError) as refused:
        opened(branch, 4, ballots=BallotWay.PHONE)
    assert refused.value.field == "ballots"
    member(branch)
    assert services.open_appraisal(
        organisation=branch, year=2017, ballots=BallotWay.PHONE, on=date(2017, 9, 1), by=None
    ).by_phone


@pytest.mark.parametrize(
    ("change", "field"),
    [({"year": 2018}, "year"), ({"ballots": "hands"}, "ballots"), ({"on": date(2017, 11, 1)}, "on")],
)
def test_what_cannot_be_opened(small_city, branch, change, field):
    member(branch)
    facts = {"organisation": branch, "year": 2017, "ballots": "paper", "on": TODAY}
    with pytest.raises(AppraisalError) as refused:
        services.open_appraisal(by=small_city.actor(Role.BRANCH_SECRETARY, branch), **{**facts, **change})
    assert refused.value.field == field


def test_one_round_a_year_until_it_is_withdrawn(small_city, branch):
    appraisal, _members = opened(branch, 3)
    again = {"organisation": branch, "year": 2017, "ballots": "paper", "on": TODAY, "by": None}
    with pytest.raises(AppraisalError):
        services.open_appraisal(**again)
    services.withdraw_appraisal(appraisal, reason="人员变动，重新组织", on=TODAY, by=None)
    assert services.open_appraisal(**again).stage is Stage.ASSESSING
    for wrong in (small_city.first, small_city.first_two):
        with pytest.raises(AppraisalError):
            services.open_appraisal(**{**again, "organisation": wrong})


def test_steps_follow_each_other_and_none_is_skipped(branch):
    appraisal, _members = opened(branch, 6)
    day = {"on": date(2017, 9, 25), "by": None}
    for early in (services.tell_members, services.file_appraisal, services.close_vote):
        with pytest.raises(AppraisalError):
            early(appraisal, **day)
    appraisal = counted(appraisal, ballots=6)
    with pytest.raises(AppraisalError):
        services.start_voting(appraisal, **day)
    grades = dict.fromkeys(graded_keys(appraisal), Grade.QUALIFIED)
    with pytest.raises(AppraisalError) as refused:
        services.decide_grades(appraisal, grades=grades, on=date(2017, 9, 19), by=None)
    assert refused.value.field == "on"
    services.decide_grades(appraisal, grades=grades, **day)
    services.tell_members(appraisal, **day)
    with pytest.raises(AppraisalError):
        services.decide_grades(appraisal, grades=grades, **day)
    filed = services.file_appraisal(appraisal, **day)
    assert (filed.stage, filed.state) == (Stage.FILED, "filed")
    with pytest.raises(AppraisalError):
        services.withdraw_appraisal(appraisal, reason="晚了", **day)


def test_everybody_writes_their_own_and_nobody_else_reads_it_before_the_meeting(branch):
    appraisal, (one, other, *_more) = opened(branch, 6)
    place = appraisal.places.get(member=one)
    by = actor_of(one, branch)
    with pytest.raises(AppraisalError) as refused:
        services.assess_self(place, by=by, **{**FOUR, "character": " "})
    assert refused.value.field == "character"
    with pytest.raises(AppraisalError):
        services.assess_self(place, by=actor_of(other, branch), **FOUR)
    services.assess_self(place, by=by, **FOUR)
    services.assess_self(place, by=by, **{**FOUR, "role": "改写"})
    assert SelfAssessment.objects.get().role == "改写"
    assert readable_assessments(appraisal) == []
    appraisal = services.start_voting(appraisal, on=date(2017, 9, 20), by=None)
    assert [written.place_id for written in readable_assessments(appraisal)] == [place.pk]
    counted(appraisal, ballots=6)
    with pytest.raises(AppraisalError):
        services.assess_self(place, by=by, **FOUR)


# ── paper ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"second_counter": ""}, "second_counter"),
        ({"second_counter": " 甲某 "}, "second_counter"),
        ({"ballots": 7}, "ballots"),
        ({"ballots": 5}, "ballots"),
        ({"took_part": []}, "ballots"),
        ({"on": date(2017, 9, 19)}, "on"),
    ],
)
def test_a_paper_count_that_cannot_be(branch, change, field):
    appraisal, _members = opened(branch, 6)
    appraisal = services.start_voting(appraisal, on=date(2017, 9, 20), by=None)
    keys = graded_keys(appraisal)
    facts = {
        "on": date(2017, 9, 20),
        "first_counter": "甲某",
        "second_counter": "乙某",
        "took_part": keys,
        "ballots": 6,
        "sums": {key: [2, 3, 1, 0, 0] for key in keys},
    }
    with pytest.raises(AppraisalError) as refused:
        services.enter_paper_count(appraisal, by=None, **{**facts, **change})
    assert refused.value.field == field
    assert not GradeCount.objects.exists()


def test_sums_of_few_ballots_are_not_kept(branch):
    appraisal, _members = opened(branch, 4)
    appraisal = counted(appraisal, ballots=4)
    assert appraisal.ballots_counted == 4
    assert not GradeCount.objects.exists()
    assert summary_of(appraisal, places_of(appraisal)).is_small


# ── the box ──────────────────────────────────────────────────────────────────────────────────────────────────────────

BALLOTS = st.lists(st.lists(st.sampled_from(["", *CHOICES]), min_size=3, max_size=3), max_size=12)


@given(BALLOTS)
def test_the_box_holds_the_sums_of_its_ballots_in_whatever_order_they_came(ballots):
    def filled(order):
        contents = Contents.empty("b", [7, 8, 9], 12)
        for ballot in order:
            code = contents.hand_out()
            contents.cast(code, dict(zip((7, 8, 9), ballot, strict=True)))
            assert not contents.knows(code)
        return contents

    contents = filled(ballots)
    for n, key in enumerate((7, 8, 9)):
        slow = [sum((ballot[n] or ABSTAINED) == choice for ballot in ballots) for choice in CHOICES]
        assert contents.sums[key] == slow
    assert filled(reversed(ballots)).text() == contents.text()
    assert Contents.read(contents.text(), "b") == contents


@given(BALLOTS, st.integers(0, 12))
def test_the_text_of_a_box_is_always_equally_long(ballots, handed_out):
    contents = Contents.empty("b", [7, 8, 9], 12)
    empty = len(contents.text())
    for ballot in ballots[: 12 - handed_out]:
        contents.cast(contents.hand_out(), dict(zip((7, 8, 9), ballot, strict=True)))
    for _n in range(handed_out):
        contents.hand_out()
    assert len(contents.text()) == empty


def test_slips_are_known_however_they_are_typed_and_no_two_are_alike():
    codes = {new_code() for _n in range(200)}
    assert len(codes) == 200
    code = codes.pop()
    assert digest_of(code) == digest_of(f" {code.lower().replace('-', ' ')} ")


def test_the_text_of_one_box_is_none_of_another():
    with pytest.raises(ValueError, match="another"):
        Contents.read(Contents.empty("b", [1], 5).text(), "c")


def voting(branch, people=6):
    appraisal, members = opened(branch, people, ballots=BallotWay.PHONE)
    return services.start_voting(appraisal, on=date(2017, 9, 20), by=None), members


def test_one_slip_for_one_voter_and_one_ballot_for_one_slip(branch):
    appraisal, (one, other, *_more) = voting(branch)
    place, by = appraisal.places.get(member=one), actor_of(one, branch)
    with pytest.raises(AppraisalError):
        services.take_slip(place, by=actor_of(other, branch))
    code = services.take_slip(place, by=by)
    with pytest.raises(AppraisalError):
        services.take_slip(place, by=by)
    marks = dict.fromkeys(graded_keys(appraisal), Grade.QUALIFIED)
    for wrong in ({999_999: Grade.QUALIFIED}, {next(iter(marks)): "nonsense"}):
        with pytest.raises(AppraisalError):
            services.cast_ballot(appraisal.box_id, code=code, marks=wrong)
    services.cast_ballot(appraisal.box_id, code=code.lower(), marks=marks)
    for used in (code, new_code(), ""):
        with pytest.raises(AppraisalError):
            services.cast_ballot(appraisal.box_id, code=used, marks=marks)


def test_probationary_members_get_no_slip(branch):
    young = member(branch, category=Category.PROBATIONARY)
    appraisal, _members = voting(branch)
    with pytest.raises(AppraisalError):
        services.take_slip(appraisal.places.get(member=young), by=actor_of(young, branch))


def test_the_close_counts_opens_the_box_once_and_takes_it_away(branch):
    appraisal, members = voting(branch)
    keys, box = graded_keys(appraisal), appraisal.box_id
    for n, person in enumerate(members):
        code = services.take_slip(appraisal.places.get(member=person), by=actor_of(person, branch))
        marks = dict.fromkeys(keys[1:], Grade.EXCELLENT if n % 2 else Grade.QUALIFIED)
        services.cast_ballot(box, code=code, marks=marks)
    closed = services.close_vote(appraisal, on=TODAY, by=None)
    assert not BallotBox.objects.exists()
    assert (closed.ballots_counted, closed.box_id) == (6, None)
    first, *others = GradeCount.objects.order_by("place")
    assert (first.abstained, first.excellent) == (6, 0) or first.place_id != keys[0]
    assert {(count.excellent, count.qualified) for count in GradeCount.objects.exclude(place=keys[0])} == {(3, 3)}
    assert len(others) == 5
    with pytest.raises(AppraisalError):
        services.cast_ballot(box, code="x", marks={})


def test_a_phone_vote_with_few_ballots_keeps_no_sums(branch):
    appraisal, members = voting(branch)
    for person in members[:4]:
        code = services.take_slip(appraisal.places.get(member=person), by=actor_of(person, branch))
        services.cast_ballot(appraisal.box_id, code=code, marks={})
    assert services.close_vote(appraisal, on=TODAY, by=None).ballots_counted == 4
    assert not GradeCount.objects.exists()


# ── upward ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_grades_go_upward_as_sums_with_small_ones_withheld(small_city, branch):
    appraisal, _members = opened(branch, 18)
    appraisal = counted(appraisal, ballots=18)
    keys = graded_keys(appraisal)
    grades = {key: Grade.EXCELLENT if n < 6 else Grade.QUALIFIED for n, key in enumerate(keys)}
    grades[keys[-1]] = Grade.UNQUALIFIED
    services.decide_grades(appraisal, grades=grades, on=date(2017, 9, 21), by=None)
    year = Scope.of(small_city.first.path, Period.year_of(2017), TODAY)
    assert compute("life.appraisals", year).number == 1
    assert compute("life.graded_excellent", year).number == 6
    assert compute("life.graded_unqualified", year).withheld
    assert compute("life.appraisal_participation", year).number == 100
    assert compute("life.excellent_share_of_graded", year).number == pytest.approx(100 / 3)
    appraisal.refresh_from_db()
    shown = {one.label: one.number for one in summary_of(appraisal, places_of(appraisal)).grades}
    assert list(shown.values()) == [None, 11, 0, None]
    services.withdraw_appraisal(appraisal, reason="程序有误", on=TODAY, by=None)
    assert compute("life.appraisals", year).number == 0


def test_the_audit_names_no_grade_and_no_voter(branch):
    appraisal, members = voting(branch)
    for person in members:
        code = services.take_slip(appraisal.places.get(member=person), by=actor_of(person, branch))
        services.cast_ballot(appraisal.box_id, code=code, marks={})
    appraisal = services.close_vote(appraisal, on=TODAY, by=None)
    services.decide_grades(appraisal, grades=dict.fromkeys(graded_keys(appraisal), Grade.QUALIFIED), on=TODAY, by=None)
    entries = Entry.objects.filter(action__startswith="life.appraisal.")
    assert {entry.action.rpartition(".")[2] for entry in entries} == {"opened", "vote-begun", "vote-closed", "decided"}
    for entry in entries:
        said = f"{entry.sentence} {entry.changes}"
        assert Grade.QUALIFIED not in said
        assert not any(person.name in said for person in members)
