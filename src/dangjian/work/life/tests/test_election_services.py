"""Elections by their services: each step in its turn, second rounds, repeats, and what is taken back."""

from datetime import date

import pytest
from django.utils.translation import override

from dangjian.foundation.members.enums import ConditionKind, PostTitle
from dangjian.foundation.members.models import Post
from dangjian.foundation.members.services import start_condition, suspend
from dangjian.foundation.members.tests.factories import member
from dangjian.foundation.organisations.models import Term
from dangjian.foundation.organisations.services import TermError, end_term
from dangjian.kernel.errors import ConflictError
from dangjian.work.life.enums import Assembly, CountedBody, ElectedBody, StepKind
from dangjian.work.life.errors import ElectionError
from dangjian.work.life.models import Election, Tally
from dangjian.work.life.queries.elections import approving_organ, dossier_of, roll_of
from dangjian.work.life.services import elections as services

from .election_factories import DAYS, STARTED, Electorate, approved, ballot, begun, called, held, shared, take

MEETING = DAYS[StepKind.HELD]


@pytest.fixture(autouse=True)
def english():
    """Refusals are told apart by their English words."""
    with override("en"):
        yield


@pytest.fixture
def electorate(small_city):
    return Electorate(small_city.first_one)


def names(members):
    return [one.name for one in members]


def count(election, paper, body=CountedBody.ASSEMBLY):
    return services.record_count(election, body, paper, by=None)


# ── who votes, who approves ──────────────────────────────────────────────────────────────────────────────────────────


def test_who_votes_is_derived_and_every_exclusion_explained(electorate):
    suspend(electorate.by_name["赵文"], by=None, on=date(2017, 3, 1))
    start_condition(electorate.by_name["李华"], by=None, kind=ConditionKind.EXEMPT, on=date(2017, 5, 1))
    start_condition(electorate.by_name["于飞"], by=None, kind=ConditionKind.SECONDED, on=date(2016, 11, 1))
    start_condition(electorate.by_name["刘洋"], by=None, kind=ConditionKind.TRAVELLING, on=date(2017, 6, 1))
    roll = roll_of(electorate.branch, MEETING)
    assert {one.member.name: str(one.why) for one in roll.excluded} == {
        "预备生": "probationary member",
        "赵文": "membership suspended",
    }
    assert len(roll.voters) == 9
    assert {one.member.name for one in roll.left_out} == {"李华", "于飞"}
    assert (roll.entitled(without_left_out=False), roll.entitled(without_left_out=True)) == (9, 7)


def test_the_committee_above_approves_and_a_general_branch_hands_on(small_city):
    assert approving_organ(small_city.first_one) == small_city.first
    assert approving_organ(small_city.second_one) == small_city.committee
    assert approving_organ(small_city.first) == small_city.committee
    assert approving_organ(small_city.committee) is None


def test_the_database_finds_the_same_committee(small_city):
    for place in (small_city.first_one, small_city.second_one, small_city.first):
        Election.objects.create(organisation=place, happened_on=MEETING, body=ElectedBody.COMMITTEE, seats=3)
    found = Election.objects.with_organ().values_list("organisation", "nearest_organ")
    assert dict(found) == {
        small_city.first_one.pk: small_city.first.pk,
        small_city.second_one.pk: small_city.committee.pk,
        small_city.first.pk: small_city.committee.pk,
    }


# ── in turn ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_steps_are_taken_in_their_turn(electorate):
    election = begun(electorate.branch)
    for kind in (StepKind.REPLIED, StepKind.REPORTED, StepKind.FILED):
        with pytest.raises(ElectionError, match="First comes"):
            take(election, kind)
    with pytest.raises(ElectionError, match="number") as refused:
        services.record_step(election, StepKind.REQUESTED, on=DAYS["requested"], by=None)
    assert refused.value.field == "number"
    with pytest.raises(ElectionError, match="cannot lie before"):
        services.record_step(election, StepKind.REQUESTED, on=date(2017, 5, 3), number="1", by=None)
    with pytest.raises(ElectionError, match="lies ahead"):
        services.record_step(election, StepKind.REQUESTED, on=date(2018, 5, 3), number="1", by=None)
    take(election, StepKind.REQUESTED)
    with pytest.raises(ElectionError, match="already"):
        take(election, StepKind.REQUESTED)
    with pytest.raises(ElectionError, match="form of its own"):
        services.record_step(election, StepKind.NOMINATED, on=DAYS["nominated"], by=None)
    with pytest.raises(ElectionError, match="First comes"):
        count(election, ballot(electorate, {}))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": date(2018, 1, 1)}, "on"),
        ({"on": STARTED}, "on"),
        ({"seats": 0}, "seats"),
        ({"body": ElectedBody.SECRETARY, "seats": 3}, "seats"),
        ({"assembly": Assembly.CONGRESS}, "delegates"),
        ({"delegates": 60}, "delegates"),
    ],
)
def test_a_decision_that_cannot_be(electorate, facts, field):
    with pytest.raises(ElectionError) as refused:
        begun(electorate.branch, **facts)
    assert refused.value.field == field
    assert not Election.objects.exists()


def test_one_election_at_a_time_and_none_without_a_term(electorate, small_city):
    begun(electorate.branch)
    with pytest.raises(ElectionError, match="still open"):
        begun(electorate.branch)
    with pytest.raises(ElectionError, match="no term"):
        begun(small_city.committee)


def test_candidates_must_be_enough_once_and_able(electorate, small_city):
    election = begun(electorate.branch)
    take(election, StepKind.REQUESTED)
    take(election, StepKind.REPLIED)
    stranger = member(small_city.first_two, name="外人")

    def nominate(candidates):
        services.nominate(election, on=DAYS["nominated"], number="3号", candidates=candidates, by=None)

    three = electorate.named("曾国", "丁一", "王春", secretary="丁一")
    for candidates, words in (
        (three, "at least 4"),
        ([*three, three[0]], "twice"),
        ([*three, (electorate.newcomer, "")], "cannot be elected"),
        ([*three, (stranger, "")], "cannot be elected"),
        (electorate.named("曾国", "丁一", "王春", "马明"), "candidate for secretary"),
        (
            [(m, PostTitle.SECRETARY.value) for m, _t in electorate.named("曾国", "丁一", "王春", "马明")],
            "one candidate",
        ),
    ):
        with pytest.raises(ElectionError, match=words):
            nominate(candidates)
    nominate(electorate.named("曾国", "丁一", "王春", "马明", secretary="丁一"))
    assert names(nominee.member for nominee in dossier_of(election).candidates) == ["丁一", "马明", "王春", "曾国"]


def test_two_clerks_do_not_write_over_each_other(electorate):
    election = begun(electorate.branch)
    seen = Election.objects.get().version
    services.record_step(election, StepKind.REQUESTED, on=DAYS["requested"], number="1", version=seen, by=None)
    with pytest.raises(ConflictError) as refused:
        services.record_step(election, StepKind.REPLIED, on=DAYS["replied"], number="2", version=seen, by=None)
    assert refused.value.theirs == {"version": seen + 1}
    assert not election.steps.filter(kind=StepKind.REPLIED).exists()


# ── counts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_meeting_without_quorum_is_repeated(electorate):
    election = called(electorate)
    paper = ballot(electorate, {}, present=8, out=0)
    count(election, paper)
    dossier = dossier_of(election)
    assert not dossier.results[0].outcome.has_quorum
    assert not dossier.done(StepKind.HELD)
    again = {"曾国": 7, "丁一": 9, "王春": 8, "马明": 3}
    count(election, ballot(electorate, again, present=9, held_on=date(2017, 6, 22)))
    held_step = dossier_of(election).taken[StepKind.HELD]
    assert held_step.on == date(2017, 6, 22)


def test_a_void_vote_elects_nobody_and_keeps_no_votes(electorate):
    election = called(electorate)
    count(election, ballot(electorate, {"曾国": 9, "丁一": 9, "王春": 9, "马明": 3}, out=9, back=10))
    assert dossier_of(election).results[0].outcome.is_void
    assert not Tally.objects.exists()
    count(election, ballot(electorate, {"曾国": 9, "丁一": 9, "王春": 8, "马明": 3}))
    assert dossier_of(election).done(StepKind.HELD)


def test_equal_votes_are_voted_on_again_and_nobody_below_half_is_elected(electorate):
    election = called(electorate)
    count(election, ballot(electorate, {"曾国": 9, "丁一": 8, "王春": 6, "马明": 6}))
    dossier = dossier_of(election)
    assert names(dossier.elected) == ["曾国", "丁一"]
    assert {nominee.member.name for nominee in dossier.still_standing} == {"王春", "马明"}
    assert dossier.seats_left == 1
    count(election, ballot(electorate, {"王春": 5, "马明": 5}))
    assert dossier_of(election).seats_left == 1
    count(election, ballot(electorate, {"王春": 4, "马明": 6}))
    dossier = dossier_of(election)
    assert names(dossier.elected) == ["曾国", "丁一", "马明"]
    assert dossier.done(StepKind.HELD)
    with pytest.raises(ElectionError, match="All seats are filled"):
        count(election, ballot(electorate, {"王春": 9}))


def test_seats_may_be_left_empty_when_the_voters_agree(electorate):
    election = called(electorate)
    with pytest.raises(ElectionError, match="left empty only"):
        services.leave_seats_empty(election, on=MEETING, reason="同意", by=None)
    count(election, ballot(electorate, {"曾国": 9, "丁一": 8, "王春": 5, "马明": 5}))
    with pytest.raises(ElectionError) as refused:
        services.leave_seats_empty(election, on=MEETING, reason=" ", by=None)
    assert refused.value.field == "reason"
    services.leave_seats_empty(election, on=MEETING, reason="8人同意缺额1名不再选举", by=None)
    dossier = dossier_of(election)
    assert dossier.done(StepKind.HELD)
    assert dossier.seats_left == 1


def test_the_two_bases_can_differ_and_the_version_decides(electorate):
    election = called(electorate)
    count(election, ballot(electorate, {"曾国": 5, "丁一": 9, "王春": 9, "马明": 2}, present=9))
    lines = {line.votes.name: line for line in dossier_of(election).results[0].outcome.lines}
    assert (lines["曾国"].over_entitled, lines["曾国"].over_present, lines["曾国"].elected) == (False, True, True)


def test_somebody_written_in_can_be_elected(electorate):
    election = called(electorate)
    paper = ballot(
        electorate, {"曾国": 9, "丁一": 9, "王春": 2, "马明": 1}, written_in={electorate.by_name["欧阳海"]: 7}
    )
    count(election, paper)
    assert names(dossier_of(election).elected) == ["曾国", "丁一", "欧阳海"]


def test_whoever_is_a_candidate_does_not_count(electorate):
    election = called(electorate)
    for field in ("scrutineer", "counter"):
        paper = ballot(electorate, {"曾国": 9}, **{field: electorate.by_name["马明"]})
        with pytest.raises(ElectionError) as refused:
            count(election, paper)
        assert refused.value.field == field


def test_those_left_out_are_counted_by_the_register(electorate):
    start_condition(electorate.by_name["李华"], by=None, kind=ConditionKind.EXEMPT, on=date(2017, 5, 1))
    election = called(electorate)
    paper = ballot(electorate, {"曾国": 8, "丁一": 8, "王春": 8, "马明": 0}, present=8, leaves_out=True)
    entered = count(election, paper)
    assert (entered.entitled, entered.left_out) == (9, 1)
    assert dossier_of(election).results[0].outcome.has_quorum


def test_delegates_are_entitled_at_a_congress(electorate):
    election = called(electorate, assembly=Assembly.CONGRESS, delegates=60)
    entered = count(election, ballot(electorate, {"曾国": 40, "丁一": 50, "王春": 50, "马明": 9}, present=55))
    assert (entered.entitled, entered.left_out) == (60, 0)


def test_a_withdrawn_count_stays_and_another_takes_its_place(electorate):
    election = held(electorate)
    wrong = election.counts.get()
    with pytest.raises(ElectionError, match="why"):
        services.withdraw_count(wrong, reason=" ", by=None)
    services.withdraw_count(wrong, reason="曾国与马明的票数抄反", by=None)
    assert not dossier_of(election).done(StepKind.HELD)
    count(election, ballot(electorate, {"曾国": 3, "丁一": 9, "王春": 8, "马明": 7}))
    dossier = dossier_of(election)
    assert names(dossier.elected) == ["丁一", "王春", "马明"]
    assert [one.withdrawal_reason for one in dossier.withdrawn_counts] == ["曾国与马明的票数抄反"]
    with pytest.raises(ElectionError, match="newest"):
        services.withdraw_count(wrong, reason="再撤", by=None)


# ── posts and office ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_elected_gets_one_post_and_the_committee_elects_its_secretary(electorate):
    election = held(electorate)
    good = {"曾国": "organisation_officer", "丁一": "secretary", "王春": "publicity_officer"}

    def share(titles):
        posts = [(electorate.by_name[name], title) for name, title in titles.items()]
        return services.share_posts(election, on=MEETING, posts=posts, by=None)

    with pytest.raises(ElectionError, match="first meeting of the committee"):
        share(good)
    vote = ballot(electorate, {"丁一": 3}, present=3, scrutineer=None, counter=None)
    assert count(election, vote, CountedBody.COMMITTEE).entitled == 3
    for titles, words in (
        ({"曾国": "organisation_officer", "丁一": "secretary"}, "Everybody elected"),
        (good | {"王春": "group_leader"}, "post of a committee"),
        (good | {"王春": "secretary"}, "one secretary"),
        (good | {"王春": "deputy_secretary"}, "did not elect 王春"),
    ):
        with pytest.raises(ElectionError, match=words):
            share(titles)
    share(good)
    with pytest.raises(ElectionError, match="rests on it"):
        services.withdraw_count(election.counts.order_by("pk").last(), reason="错", by=None)


def test_where_there_is_no_committee_the_meeting_elects_the_secretary(electorate):
    election = begun(electorate.branch, body=ElectedBody.SECRETARY, seats=1)
    take(election, StepKind.REQUESTED)
    take(election, StepKind.REPLIED)
    two = [(electorate.by_name[name], PostTitle.SECRETARY.value) for name in ("丁一", "马明")]
    services.nominate(election, on=DAYS["nominated"], number="3号", candidates=two, by=None)
    take(election, StepKind.CANDIDATES_APPROVED)
    services.call_meeting(election, on=DAYS["called"], meeting_on=MEETING, by=None)
    count(election, ballot(electorate, {"丁一": 7, "马明": 3}))
    posts = [(electorate.by_name["丁一"], PostTitle.SECRETARY)]
    services.share_posts(election, on=MEETING, posts=posts, by=None)
    take(election, StepKind.REPORTED)
    services.approve_result(election, on=DAYS["approved"], number="9号", by=None)
    held_now = Post.objects.on(DAYS["approved"]).filter(organisation=electorate.branch)
    assert [(post.member.name, post.title) for post in held_now] == [("丁一", "secretary")]


def test_an_approval_that_cannot_be_writes_nothing(electorate):
    election = shared(electorate)
    take(election, StepKind.REPORTED)
    for facts, field in (({"number": ""}, "number"), ({"posts_on": date(2017, 6, 1)}, "posts_on")):
        with pytest.raises(ElectionError) as refused:
            services.approve_result(election, **{"on": DAYS["approved"], "number": "9号", "by": None, **facts})
        assert refused.value.field == field
    end_term(Term.objects.get(ends_on=None), on=MEETING, ended_by="elected", by=None)
    Post.objects.filter(pk=electorate.old_posts[0].pk).update(starts_on=date(2017, 6, 25))
    with pytest.raises(Exception, match="end must lie after"):
        services.approve_result(election, on=DAYS["approved"], number="9号", by=None)
    assert not election.steps.filter(kind=StepKind.APPROVED).exists()
    assert Post.objects.filter(organisation=electorate.branch, ends_on=None).count() == 3


def test_an_approval_taken_back_is_a_dated_correction(electorate):
    election = approved(electorate)
    step = election.steps.get(kind=StepKind.APPROVED)
    new_term = Election.objects.get().new_term
    services.withdraw_step(step, reason="批复文号有误，报上级更正", by=None)
    today = date(2017, 10, 9)
    posts = Post.objects.filter(organisation=electorate.branch)
    assert {post.member.name for post in posts.on(today)} == {"欧阳海", "赵文", "于飞"}
    assert {post.member.name for post in posts.on(date(2017, 8, 1))} == {"丁一", "王春", "曾国"}
    assert posts.count() == 9
    new_term.refresh_from_db()
    electorate.term.refresh_from_db()
    assert (new_term.ended_by, new_term.ends_on) == ("annulled", new_term.starts_on)
    assert (electorate.term.ends_on, electorate.term.ended_by) == (None, "")
    step.refresh_from_db()
    assert (step.withdrawn_on, step.withdrawal_reason) == (today, "批复文号有误，报上级更正")
    with pytest.raises(TermError):
        end_term(electorate.term, on=today, ended_by="annulled", by=None)


def test_only_the_newest_step_is_withdrawn(electorate):
    election = called(electorate)
    steps = {step.kind: step for step in election.steps.all()}
    with pytest.raises(ElectionError, match="newest"):
        services.withdraw_step(steps[StepKind.NOMINATED], reason="错", by=None)
    with pytest.raises(ElectionError, match="called off"):
        services.withdraw_step(steps[StepKind.DECIDED], reason="错", by=None)
    count(election, ballot(electorate, {"曾国": 9, "丁一": 8, "王春": 4, "马明": 4}))
    with pytest.raises(ElectionError, match="Withdraw the count first"):
        services.withdraw_step(steps[StepKind.CALLED], reason="错", by=None)
    services.withdraw_count(election.counts.get(), reason="错", by=None)
    for kind in (StepKind.CALLED, StepKind.CANDIDATES_APPROVED, StepKind.NOMINATED):
        services.withdraw_step(steps[kind], reason="候选人调出", by=None)
    others = electorate.named("李华", "丁一", "王春", "马明", secretary="丁一")
    services.nominate(election, on=DAYS["nominated"], number="7号", candidates=others, by=None)
    assert "李华" in names(nominee.member for nominee in dossier_of(election).candidates)
    assert election.steps.filter(kind=StepKind.NOMINATED).count() == 2


def test_an_election_called_off_makes_room_for_another(electorate):
    election = called(electorate)
    with pytest.raises(ElectionError, match="why"):
        services.call_off(election, on=MEETING, reason="", by=None)
    with pytest.raises(ElectionError, match="last step"):
        services.call_off(election, on=date(2017, 6, 1), reason="机构改革", by=None)
    services.call_off(election, on=MEETING, reason="机构改革", by=None)
    with pytest.raises(ElectionError, match="closed"):
        count(election, ballot(electorate, {}))
    again = begun(electorate.branch, on=date(2017, 9, 1))
    assert again.term == electorate.term


def test_an_election_in_office_is_not_called_off(electorate):
    with pytest.raises(ElectionError, match="cannot be called off"):
        services.call_off(approved(electorate), on=date(2017, 7, 1), reason="改主意", by=None)


def test_a_filed_election_reopens_only_while_no_other_has_begun(electorate):
    election = approved(electorate)
    take(election, StepKind.HANDED_OVER)
    filed = take(election, StepKind.FILED)
    again = begun(electorate.branch, on=date(2017, 9, 1))
    with pytest.raises(ElectionError, match="Another election"):
        services.withdraw_step(filed, reason="漏一页", by=None)
    services.call_off(again, on=date(2017, 9, 2), reason="误录", by=None)
    services.withdraw_step(filed, reason="漏一页", by=None)
    election.refresh_from_db()
    assert election.closed_on is None
