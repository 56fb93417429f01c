"""Nominations: who may be put forward, what the records say, which way they go."""

from datetime import date

import pytest

from dangjian.foundation.members.tests import factories as members
from dangjian.foundation.organisations.models import Term
from dangjian.kernel.records.eligibility import Asked, judge, registry
from dangjian.work.awards import services
from dangjian.work.awards.enums import NominationStage
from dangjian.work.awards.errors import NominationError
from dangjian.work.awards.models import Nomination
from dangjian.work.awards.queries.nominations import levels_of, ready_to_admit, waiting_for_level
from dangjian.work.life.models import Appraisee, DemocraticAppraisal

from .factories import TODAY, admitted, award_class, drawn_up, entered, issued, nominated


def found(key, subject, number, day=TODAY):
    """What one condition says about one subject."""
    return judge([Asked(key, number)], [subject], day, unknown="?")[subject][0].finding


@pytest.mark.parametrize(("day", "met"), [(date(2017, 6, 30), False), (date(2017, 7, 1), True)])
def test_a_year_of_full_membership_is_full_on_its_anniversary(small_city, day, met):
    person = members.member(small_city.first_one, full_member_on=date(2016, 7, 1), joined_on=date(2015, 7, 1))
    assert found("members.full_member", person.pk, 1, day).met is met


def test_what_the_records_do_not_know_is_said_so(small_city):
    person = members.member(small_city.first_one)
    assert found("life.excellent", person.pk, 1).met is None
    assert found("organisations.term_in_order", small_city.first.pk, 0).met is None
    Term.objects.create(
        organisation=small_city.first, starts_on=date(2013, 5, 10), due_on=date(2017, 5, 10), rule="committee-2010"
    )
    assert found("organisations.term_in_order", small_city.first.pk, 0, date(2017, 5, 10)).met is True
    assert found("organisations.term_in_order", small_city.first.pk, 0, date(2017, 5, 11)).met is False


def test_excellent_in_the_last_appraisals(small_city):
    person = members.member(small_city.first_one)
    for year, grade in ((2015, "excellent"), (2016, "qualified")):
        held = DemocraticAppraisal.objects.create(
            organisation=small_city.first_one, for_year=date(year, 1, 1), happened_on=date(year, 12, 1),
            ballots="paper", decided_on=date(year, 12, 20),
        )  # fmt: skip
        Appraisee.objects.create(appraisal=held, member=person, grade=grade)
    assert found("life.excellent", person.pk, 1, date(2016, 1, 5)).met is True
    assert found("life.excellent", person.pk, 2, date(2016, 1, 5)).met is None
    last = found("life.excellent", person.pk, 1)
    assert last.met is False
    assert "2016" in str(last.reason)
    # The grade itself stays in the branch.
    assert "合格" not in str(last.reason)


def test_no_honour_twice_until_it_is_revoked(small_city):
    facts = {"name": "先进集体", "given_by": "市委", "document_number": "1号", "today": TODAY, "by": None}
    honour = services.enter_honour(organisation=small_city.first, on=date(2016, 7, 1), **facts)
    key = "awards.organisation_not_awarded"
    assert found(key, small_city.first.pk, 1).met is False
    assert found(key, small_city.first.pk, 1, date(2017, 7, 1)).met is True
    services.revoke_honour(honour, reason="弄虚作假", number="2号", on=TODAY, today=TODAY, by=None)
    assert found(key, small_city.first.pk, 1).met is True


def test_every_condition_answers_for_nobody(db):
    for key, condition in registry.items():
        assert condition.judge([], TODAY, condition.usual) == {}, key
        assert "{" not in condition.says(condition.usual)


@pytest.mark.parametrize("day", [date(2017, 4, 19), date(2017, 5, 26), date(2018, 5, 1)])
def test_nominations_are_taken_in_their_phase_alone(small_city, day):
    call, made = issued(small_city.committee)
    with pytest.raises(NominationError, match="4"):
        nominated(call, made, small_city.first, today=day)
    assert not Nomination.objects.exists()


def test_nobody_is_put_forward_twice_for_a_class(small_city):
    call, made = issued(small_city.committee)
    first = nominated(call, made, small_city.first)
    with pytest.raises(NominationError):
        nominated(call, made, small_city.first)
    services.withdraw_nomination(first, reason="重新组织材料", today=TODAY, by=None)
    assert nominated(call, made, small_city.first).stage == NominationStage.DRAFT


def test_a_class_is_for_those_it_names(small_city):
    call, made = issued(small_city.committee, members=True)
    with pytest.raises(NominationError):
        nominated(call, made, small_city.first)
    with pytest.raises(NominationError):
        services.nominate(call, made, organisation=small_city.first, record=("life.meeting", 1), today=TODAY, by=None)
    own, of_first = issued(small_city.first)
    with pytest.raises(NominationError):
        nominated(own, of_first, small_city.second)


def test_an_organisation_enters_as_many_as_the_call_says(small_city):
    call = drawn_up(small_city.committee)
    made = award_class(call, limit_each=1)
    services.keep_phase(call, kind="nominating", starts_on=date(2017, 4, 20), ends_on=date(2017, 5, 26), by=None)
    call = services.issue_call(call, on=date(2017, 4, 20), today=date(2017, 4, 20), by=None)
    entered(call, made, small_city.first_one)
    with pytest.raises(NominationError, match="1"):
        entered(call, made, small_city.first_two)
    assert entered(call, made, small_city.second_one).stage == NominationStage.SUBMITTED


def test_each_level_in_between_speaks_once(small_city):
    call, made = issued(small_city.committee)
    below = services.submit_nomination(nominated(call, made, small_city.first_one), today=TODAY, by=None)
    assert [level.organisation for level in levels_of(below)] == [small_city.first]
    assert list(waiting_for_level(small_city.first)) == [below]
    assert list(waiting_for_level(small_city.committee)) == []
    say = {"supports": True, "text": "同意", "today": TODAY, "by": None}
    for wrong in (small_city.second, small_city.committee, small_city.first_one, None):
        with pytest.raises(NominationError):
            services.give_opinion(below, organisation=wrong, **say)
    services.give_opinion(below, organisation=small_city.first, **say)
    with pytest.raises(NominationError):
        services.give_opinion(below, organisation=small_city.first, **say)
    assert ready_to_admit(call, TODAY) == [(below, True)]


def test_who_a_level_does_not_support_is_not_ready(small_city):
    call, made = issued(small_city.committee)
    against = entered(call, made, small_city.first_one, supports=False)
    silent = services.submit_nomination(nominated(call, made, small_city.first_two), today=TODAY, by=None)
    direct = entered(call, made, small_city.second)
    clear = dict(ready_to_admit(call, TODAY))
    assert (clear[against], clear[silent], clear[direct]) == (False, False, True)
    with pytest.raises(NominationError):
        services.admit_several([direct, silent], today=TODAY, by=None)
    assert not Nomination.objects.exclude(admitted_on=None).exists()


def test_the_list_of_those_to_admit_asks_as_often_for_many_as_for_one(small_city, django_assert_max_num_queries):
    call, made = issued(small_city.committee, members=True)
    for branch in (small_city.first_one, small_city.first_two, small_city.second_one):
        for _n in range(4):
            entered(call, made, branch, member=members.member(branch))
    with django_assert_max_num_queries(4):
        assert len(ready_to_admit(call, TODAY)) == 12


def test_withdrawal_ends_with_the_decision_and_stays_with_its_reason(small_city):
    call, made = issued(small_city.committee)
    nomination = admitted(call, made, small_city.first)
    services.withdraw_nomination(nomination, reason="主动撤回", today=TODAY, by=None)
    nomination.refresh_from_db()
    assert (nomination.stage, nomination.withdrawal_reason) == (NominationStage.WITHDRAWN, "主动撤回")
    for act in (services.withdraw_nomination, services.refuse_nomination):
        with pytest.raises(NominationError):
            act(nomination, reason="再来一次", today=TODAY, by=None)
