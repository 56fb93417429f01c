"""Meetings below the pages: calls, answers, records, reviews, locks, corrections, make-up."""

from datetime import date, time

import pytest

from dangjian.foundation.members import services as members
from dangjian.foundation.members.enums import Category, ConditionKind, PostTitle
from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.notices.models import Notice
from dangjian.kernel.obligations.models import Ask
from dangjian.kernel.obligations.queries import burden, owed, this_month
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.services import place
from dangjian.work.life import services
from dangjian.work.life.enums import Capacity, MeetingKind, NotDue, Outcome
from dangjian.work.life.errors import MeetingError
from dangjian.work.life.models import Attendance, Meeting
from dangjian.work.life.queries.meetings import near_copy
from dangjian.work.life.queries.roll import roll
from dangjian.work.life.services import Decided

from .factories import TODAY, called, held, minutes

Kind = MeetingKind


@pytest.fixture
def branch(small_city):
    return small_city.first_one


@pytest.fixture
def people(branch):
    return [member(branch) for _ in range(4)]


def account(small_city, person, name):
    made = small_city.account("member", person.current.organisation, username=name)
    made.member = person
    made.save()
    return made


def test_everybody_expected_is_present_until_marked(branch, people):
    meeting = held(branch, absent={people[0].pk: "出差"})
    rows = {row.member_id: row for row in meeting.attendances.all()}
    assert {pk for pk, row in rows.items() if not row.present} == {people[0].pk}
    assert rows[people[0].pk].reason == "出差"
    assert meeting.state == RecordState.FILED
    assert Entry.objects.filter(action="life.meeting.filed").count() == 1


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (ConditionKind.EXEMPT, NotDue.EXEMPT),
        (ConditionKind.SECONDED, NotDue.SECONDED),
        (ConditionKind.TRAVELLING, NotDue.TRAVELLING),
    ],
)
def test_who_is_excused_by_a_dated_fact_is_in_no_denominator(branch, people, kind, why):
    members.start_condition(people[0], kind=kind, on=date(2017, 9, 1), by=None)
    by_member = {one.member.pk: one for one in roll([branch], [Kind.GENERAL], TODAY)}
    assert by_member[people[0].pk].not_due == why
    assert roll([branch], [Kind.GENERAL], date(2017, 8, 31))[0].not_due is None
    meeting = held(branch)
    assert not meeting.attendances.filter(member=people[0]).exists()
    came = held(branch, on=date(2017, 10, 8), came_all_the_same=[people[0].pk])
    row = came.attendances.get(member=people[0])
    assert (row.due, row.present) == (False, True)


def test_a_window_is_no_excuse_and_probation_gives_no_vote(branch, people):
    members.start_condition(people[1], kind=ConditionKind.WINDOW, on=date(2017, 1, 1), by=None)
    fresh = member(branch, category=Category.PROBATIONARY)
    by_member = {one.member.pk: one for one in roll([branch], [Kind.GENERAL], TODAY)}
    assert by_member[people[1].pk].due
    assert by_member[fresh.pk].capacity == Capacity.NON_VOTING


def test_the_committee_meets_alone_unless_all_are_called_too(branch, people):
    post(people[2], branch, PostTitle.SECRETARY)
    assert [one.member for one in roll([branch], [Kind.COMMITTEE], TODAY)] == [people[2]]
    assert len(roll([branch], [Kind.COMMITTEE, Kind.PARTY_DAY], TODAY)) == 4


def test_groups_meet_jointly_and_one_record_counts_for_each(branch):
    groups = [
        place(
            code=f"g{n}",
            name=f"第{n}小组",
            short_name=f"第{n}小组",
            kind="group",
            parent=branch,
            starts_on=date(2012, 1, 1),
        )
        for n in (1, 2)
    ]
    for group in groups:
        member(branch, group=group)
    meeting = held(groups[0], Kind.GROUP, jointly=[groups[1]])
    assert {row.organisation for row in meeting.counts.all()} == set(groups)
    assert meeting.attendances.count() == 2
    with pytest.raises(MeetingError) as refused:
        held(groups[0], Kind.GROUP, jointly=[branch])
    assert refused.value.field == "jointly"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": date(2017, 10, 10)}, "on"),
        ({"on": date(2009, 12, 31)}, "on"),
        ({"begins_at": time(15), "ends_at": time(15)}, "ends_at"),
        ({"content": " \n"}, "content"),
        ({"absent": {999_999: "出差"}}, "absent"),
        ({"decisions": [Decided("")]}, "decisions"),
        ({"decisions": [Decided("办好窗口", None, date(2017, 10, 20))]}, "decisions"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(branch, people, wrong, field):
    with pytest.raises(MeetingError) as refused:
        held(branch, **{"on": TODAY, "today": TODAY} | wrong)
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_nobody_on_the_roll_nobody_present_and_absence_without_a_word_are_refused(small_city, branch, people):
    with pytest.raises(MeetingError, match="名册"):
        held(small_city.third)
    with pytest.raises(MeetingError) as refused:
        held(branch, absent={one.pk: "出差" for one in people})
    assert refused.value.field == "absent"
    with pytest.raises(MeetingError, match=people[0].name):
        held(branch, absent={people[0].pk: " "})


def test_a_leader_attends_and_nobody_is_counted_twice(small_city, branch, people):
    leader = member(small_city.first_two)
    meeting = held(branch, leaders=[leader])
    row = meeting.attendances.get(member=leader)
    assert (row.capacity, row.due, row.present) == (Capacity.LEADER, False, True)
    with pytest.raises(MeetingError, match=people[0].name):
        held(branch, leaders=[people[0]])


def test_decisions_become_asks_that_die_with_a_withdrawn_record(branch, people):
    decided = Decided("窗口延时服务排班", people[0], date(2017, 10, 20))
    meeting = held(branch, decisions=[decided, Decided("同意接收预备党员")])
    ask = Ask.objects.get()
    assert (ask.title, ask.owner, ask.due_on) == ("窗口延时服务排班", people[0].name, date(2017, 10, 20))
    assert ask.title in [str(one.title) for one in owed(branch, TODAY)]
    assert burden(branch, this_month(TODAY)).now.count == 0
    services.take_back(meeting, today=TODAY, by=None)
    services.file_meeting(meeting, minutes=minutes(), version=None, today=TODAY, by=None)
    assert ask.title not in [str(one.title) for one in owed(branch, TODAY)]


def test_late_entry_keeps_both_days(branch, people):
    meeting = held(branch, on=date(2017, 9, 1), today=TODAY)
    assert (meeting.happened_on, meeting.filed_on, meeting.is_late_entry) == (date(2017, 9, 1), TODAY, True)
    assert not held(branch).is_late_entry


def test_a_locked_record_is_corrected_and_the_first_text_stays(branch, people):
    meeting = held(branch, on=date(2017, 8, 1), today=date(2017, 8, 1), content="原文")
    with pytest.raises(MeetingError):
        services.correct(meeting, reason="太早", today=date(2017, 8, 2), by=None)
    with pytest.raises(MeetingError):
        services.take_back(meeting, today=TODAY, by=None)
    new = services.correct(meeting, reason="漏记一人", today=TODAY, by=None)
    assert list(Meeting.objects.held()) == [meeting]
    services.file_meeting(
        new, minutes=minutes(date(2017, 8, 1), content="更正后"), version=new.version, today=TODAY, by=None
    )
    assert list(Meeting.objects.held()) == [new]
    meeting.refresh_from_db()
    new.refresh_from_db()
    assert (meeting.content, new.content, new.correction_reason) == ("原文", "更正后", "漏记一人")
    with pytest.raises(MeetingError):
        services.correct(meeting, reason="再来", today=TODAY, by=None)


def test_review_returns_with_a_reason_and_the_evidence_waits(small_city, branch, people):
    services.set_practice(organisation=small_city.first, review=True, lock_days=7, starts_on=date(2017, 1, 1), by=None)
    meeting = held(branch)
    assert meeting.awaits_review
    assert meeting.locks_on == date(2017, 10, 16)
    services.return_meeting(meeting, reason="未写议定事项", by=None)
    assert not Meeting.objects.held().exists()
    meeting.refresh_from_db()
    assert meeting.returned_because == "未写议定事项"
    services.file_meeting(meeting, minutes=minutes(), version=None, today=TODAY, by=None)
    services.approve(meeting, by=None)
    meeting.refresh_from_db()
    assert not meeting.awaits_review
    with pytest.raises(MeetingError):
        services.approve(meeting, by=None)
    member(small_city.second_one)
    assert not held(small_city.second_one).awaits_review


def test_two_people_record_the_same_meeting(branch, people):
    meeting = called(branch, on=TODAY)
    version = meeting.version
    services.file_meeting(meeting, minutes=minutes(content="甲记"), version=version, today=TODAY, by=None)
    with pytest.raises(ConflictError) as conflict:
        services.file_meeting(meeting, minutes=minutes(content="乙记"), version=version, today=TODAY, by=None)
    assert conflict.value.theirs["content"] == "甲记"


def test_a_call_tells_those_expected_and_reminds_only_the_silent(small_city, branch, people):
    accounts = [account(small_city, person, f"m{n}") for n, person in enumerate(people[:3])]
    meeting = called(branch)
    assert set(Notice.objects.values_list("account", flat=True)) == {one.pk for one in accounts}
    services.reply(meeting, people[0], coming=True, today=TODAY, by=None)
    services.reply(meeting, people[1], coming=False, reason="出差", today=TODAY, by=None)
    Notice.objects.all().delete()
    assert services.remind(meeting, today=TODAY, by=None) == 1
    assert list(Notice.objects.values_list("account", flat=True)) == [accounts[2].pk]


@pytest.mark.parametrize(("reply", "field"), [({"coming": False}, "reason"), ({"coming": True, "code": "ABC"}, "code")])
def test_an_answer_needs_a_reason_or_the_right_code(branch, people, reply, field):
    meeting = called(branch, check_in=True)
    with pytest.raises(MeetingError) as refused:
        services.reply(meeting, people[0], today=TODAY, by=None, **reply)
    assert refused.value.field == field
    row = services.reply(meeting, people[0], coming=True, code=meeting.check_in_code.lower(), today=TODAY, by=None)
    assert row.at_the_door


def test_outsiders_do_not_answer_and_what_is_over_is_over(small_city, branch, people):
    meeting = called(branch, on=TODAY)
    with pytest.raises(MeetingError):
        services.reply(meeting, member(small_city.third), coming=True, today=TODAY, by=None)
    with pytest.raises(MeetingError):
        services.reply(meeting, people[0], coming=True, today=date(2017, 10, 10), by=None)


@pytest.mark.parametrize("on", [date(2017, 10, 8), date(2018, 11, 1)])
def test_a_call_is_for_today_or_the_coming_year(branch, people, on):
    with pytest.raises(MeetingError) as refused:
        called(branch, on=on)
    assert refused.value.field == "on"


def test_kinds_that_an_organisation_does_not_hold_are_refused(small_city, people):
    for kinds in ((Kind.DEMOCRATIC_LIFE,), ("feast",)):
        with pytest.raises(MeetingError) as refused:
            called(small_city.first_one, *kinds)
        assert refused.value.field == "kinds"


def test_not_held_because_is_an_answer_and_needs_words(branch, people):
    meeting = called(branch)
    with pytest.raises(MeetingError):
        services.not_held(meeting, reason=" ", on=TODAY, version=None, today=TODAY, by=None)
    services.not_held(meeting, reason="防汛值守", on=TODAY, version=None, today=TODAY, by=None)
    assert Meeting.objects.standing().get().outcome == Outcome.NOT_HELD
    assert not Meeting.objects.held().exists()


def test_the_absent_get_the_papers_once_and_acknowledge_once(small_city, branch, people):
    account(small_city, people[0], "absent-one")
    meeting = held(branch, absent={people[0].pk: "病假", people[1].pk: "出差"})
    assert services.send_make_up(meeting, today=TODAY, by=None) == 2
    with pytest.raises(MeetingError):
        services.send_make_up(meeting, today=TODAY, by=None)
    row = Attendance.objects.get(member=people[0])
    services.acknowledge(row, today=TODAY, by=None)
    services.acknowledge(row, today=date(2017, 10, 12), by=None)
    row.refresh_from_db()
    assert row.made_up_on == TODAY
    with pytest.raises(MeetingError):
        services.acknowledge(Attendance.objects.get(member=people[2]), today=TODAY, by=None)


def test_almost_the_same_words_are_noticed_within_one_branch_only(small_city, branch, people):
    words = "学习贯彻全会精神，支部书记领学原文，党员结合窗口岗位交流体会，确定延时服务的排班和联系社区的分工。"
    first = held(branch, on=date(2017, 9, 1), content=words)
    assert near_copy(branch, words.replace("延时", "错时")) == first
    assert near_copy(branch, "讨论接收预备党员，票决通过。") is None
    assert near_copy(small_city.first_two, words) is None
    assert near_copy(branch, words, first) is None


def test_a_meeting_of_two_thousand(branch):
    from dangjian.foundation.members.enums import ChangeReason, WorkStatus
    from dangjian.foundation.members.models import Member, Membership

    made = Member.objects.bulk_create(Member(name=f"党员{n}", pinyin=f"dangyuan{n:04}") for n in range(2000))
    Membership.objects.bulk_create(
        Membership(
            member=one,
            organisation=branch,
            category=Category.FULL,
            work_status=WorkStatus.IN_SERVICE,
            reason=ChangeReason.REGISTERED,
            starts_on=date(2012, 1, 1),
        )
        for one in made
    )
    meeting = held(branch, absent={made[0].pk: "出差"})
    assert meeting.attendances.filter(present=True).count() == 1999
