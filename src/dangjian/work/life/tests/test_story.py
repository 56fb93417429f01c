"""A year of one branch, lived through the pages as its people live it."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from icalendar import Calendar

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.access.roles import Role
from dangjian.kernel.notices.models import Notice
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.models import AskTarget
from dangjian.kernel.obligations.queries import owed
from dangjian.work.life import services
from dangjian.work.life.models import Attendance, Decision, Meeting

CALLED_ON, HELD_ON = date(2017, 10, 9), date(2017, 10, 16)
GENERAL = "life.general"
DECISION = "窗口延时服务排班"


def read(browser, name, *args, status=200, **query):
    answer = browser.get(reverse(f"life:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def send(browser, name, *args, **fields):
    """Send a form of the room; it must be taken."""
    answer = browser.post(reverse(f"life:{name}", args=args), fields)
    found = answer.context["form"].errors if answer.context and "form" in answer.context else ""
    assert answer.status_code == 302, found
    return answer.url


def field_of(answer, rule, month):
    """The state shown in one month of a branch's grid."""
    (row,) = (row for row in answer.context["page"].object_list if rule in row.url)
    return row.cells[month - 1].state


@pytest.fixture
def people(small_city):
    return {name: member(small_city.first_one, name=name) for name in ("郑书记", "钱文书", "孙在岗", "李出差")}


@pytest.fixture
def browsers(small_city, people, enter):
    branch = small_city.first_one
    post(people["郑书记"], branch)
    post(people["钱文书"], branch, PostTitle.ORGANISATION_OFFICER)
    services.set_practice(organisation=small_city.first, review=True, lock_days=30, starts_on=CALLED_ON, by=None)
    return {
        "clerk": enter(Role.BRANCH_CLERK, branch, member=people["钱文书"]),
        "office": enter(Role.PARTY_OFFICE, small_city.first),
        "at_work": enter(Role.MEMBER, branch, member=people["孙在岗"]),
        "away": enter(Role.MEMBER, branch, member=people["李出差"]),
    }


def call(browsers, branch):
    page = send(
        browsers["clerk"],
        "call",
        branch.pk,
        kinds=["general", "lesson"],
        on=HELD_ON,
        begins_at="15:00",
        ends_at="16:30",
        place="三楼会议室",
        topic="全会精神专题学习",
        agenda="领学原文\n讨论排班",
        check_in="on",
    )
    meeting = Meeting.objects.get()
    assert page == reverse("life:meeting", args=[meeting.pk])
    return meeting


def answered(browsers, people, meeting):
    """One comes, one cannot, and only the silent are reminded."""
    send(browsers["at_work"], "meeting-call", meeting.pk, coming="yes")
    send(browsers["away"], "meeting-call", meeting.pk, coming="no", reason="出差")
    Notice.objects.all().delete()
    seen = read(browsers["clerk"], "meeting", meeting.pk)
    silent = [one.expected.member.name for one in seen.context["answers"] if one.is_silent]
    assert sorted(silent) == ["郑书记", "钱文书"]
    assert seen.context["answers"][0].is_silent
    assert "2 人尚未回复" in seen.content.decode()
    send(browsers["clerk"], "remind", meeting.pk)
    assert set(Notice.objects.values_list("account__member__name", flat=True)) == {"钱文书"}
    page = read(browsers["clerk"], "meeting", meeting.pk).content.decode()
    assert "出差" in page


def record(browsers, people, meeting, **more):
    form = read(browsers["clerk"], "file", meeting.pk).context["form"]
    absent = [(one.member.name, because) for one, marked, because in form.marks if marked]
    assert absent == [("李出差", "出差")], "the answer to the call is there already"
    facts = {
        "version": Meeting.objects.get(pk=meeting.pk).version,
        "on": HELD_ON,
        "begins_at": "15:00",
        "ends_at": "16:30",
        "place": "三楼会议室",
        "topic": "全会精神专题学习",
        "content": "书记领学原文，党员结合岗位交流。",
        "chair": people["郑书记"].pk,
        "recorder": people["钱文书"].pk,
        "lecturer": people["郑书记"].pk,
        "absent": [people["李出差"].pk],
        f"because-{people['李出差'].pk}": "出差",
        "decision-text": [DECISION, "同意延时服务方案"],
        "decision-owner": [people["孙在岗"].pk, ""],
        "decision-due_on": ["2017-10-27", ""],
    }
    return send(browsers["clerk"], "file", meeting.pk, **facts | more)


def papers_tell(browser, meeting):
    """The minutes as Word and PDF, the sheet with its code, the calendar."""
    word = Document(io.BytesIO(read(browser, "minutes", meeting.pk, "docx").content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for words in ("郑书记", "李出差（出差）", DECISION, "责任人：孙在岗", "同意延时服务方案", "应到4人，实到3人"):
        assert words in text
    assert read(browser, "minutes", meeting.pk, "pdf").content.startswith(b"%PDF")
    sheet = read(browser, "sheet-of", meeting.pk).content.decode()
    assert meeting.sheet_code in sheet
    assert "李出差" in sheet
    assert read(browser, "sheet", meeting.sheet_code.lower(), status=302).url.startswith(
        reverse("life:meeting", args=[meeting.pk])
    )
    assert "没有" in read(browser, "sheet", "ZZZZZZ").content.decode()
    (event,) = Calendar.from_ical(read(browser, "calendar", meeting.pk).content).walk("VEVENT")
    assert "全会精神专题学习" in event["summary"]
    assert event["location"] == "三楼会议室"
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 90 * 60


def test_a_meeting_from_call_to_correction(small_city, people, browsers, settings):
    branch, clerk, office = small_city.first_one, browsers["clerk"], browsers["office"]
    meeting = call(browsers, branch)
    assert field_of(read(clerk, "grid", organisation=branch.pk), GENERAL, 12) is State.DUE
    answered(browsers, people, meeting)

    settings.DANGJIAN_TODAY = HELD_ON
    assert meeting.topic in read(clerk, "home").content.decode()
    record(browsers, people, meeting)
    assert field_of(read(clerk, "grid", organisation=branch.pk), GENERAL, 12) is State.DONE
    assert field_of(read(clerk, "grid", organisation=branch.pk), "life.lesson", 12) is State.DONE
    papers_tell(clerk, Meeting.objects.get())

    target = AskTarget.objects.get()
    assert target.ask.owner == "孙在岗"
    assert DECISION in clerk.get("/obligations/").content.decode()
    assert clerk.post(reverse("obligations:answer", args=[target.pk]), {"text": "已排好"}).status_code == 302
    assert DECISION not in [str(one.title) for one in owed(branch, HELD_ON)]

    send(clerk, "send-make-up", meeting.pk)
    assert "书记领学原文" in read(browsers["away"], "make-up", meeting.pk).content.decode()
    read(browsers["at_work"], "make-up", meeting.pk, status=404)
    send(browsers["away"], "make-up", meeting.pk)
    assert Attendance.objects.get(member=people["李出差"]).made_up_on == HELD_ON

    send(office, "return", meeting.pk, reason="请补充学习篇目")
    assert field_of(read(clerk, "grid", organisation=branch.pk), GENERAL, 12) is State.DUE
    assert "请补充学习篇目" in read(clerk, "file", meeting.pk).content.decode()
    record(browsers, people, meeting, content="书记领学公报原文，党员结合岗位交流。")
    assert DECISION not in [str(one.title) for one in owed(branch, HELD_ON)], "answered once is answered"
    send(office, "approve", meeting.pk)

    settings.DANGJIAN_TODAY = date(2017, 11, 20)
    page = send(clerk, "correct", meeting.pk, reason="漏记一人缺席")
    new = Meeting.objects.get(corrects=meeting)
    assert page == reverse("life:file", args=[new.pk])
    assert field_of(read(clerk, "grid", organisation=branch.pk), GENERAL, 12) is State.DONE, "the first stands"
    form = read(clerk, "file", new.pk).context["form"]
    assert [row["text"] for row in form.decided[:2]] == [DECISION, "同意延时服务方案"]
    record(browsers, people, new, content="书记领学公报原文，党员交流；一人请假。")
    assert list(Meeting.objects.held()) == [new]
    assert Decision.objects.filter(ask=target.ask).count() == 2, "the same ask stands behind both records"
    first = read(clerk, "meeting", meeting.pk).content.decode()
    assert "漏记一人缺席" in first
    assert "党员结合岗位交流" in first


def test_what_was_not_held_is_explained_and_a_slip_is_removed(small_city, people, browsers, settings):
    branch, clerk = small_city.first_one, browsers["clerk"]
    settings.DANGJIAN_TODAY = date(2017, 12, 20)
    send(clerk, "explain", branch.pk, kinds="party_day", on="2017-09-20", reason="全员防汛值守")
    grid = read(clerk, "grid", organisation=branch.pk)
    assert field_of(grid, "life.party_day", 9) is State.EXPLAINED
    assert field_of(grid, "life.party_day", 8) is State.LATE
    listed = clerk.get(f"/records/life.meeting/?of={branch.pk}&kind=party_day").content.decode()
    assert "2017-09-20" in listed or "9月20日" in listed
    send(clerk, "call", branch.pk, kinds="general", on="2017-12-28", begins_at="09:00", place="三楼会议室")
    slip = Meeting.objects.called().get()
    send(clerk, "not-held", slip.pk, on="2017-12-28", reason="改到一月")
    assert field_of(read(clerk, "grid", organisation=branch.pk), GENERAL, 12) is State.DUE, (
        "known once its day has come"
    )
    send(clerk, "take-back", slip.pk)
    send(clerk, "discard", slip.pk)
    assert not Meeting.objects.filter(pk=slip.pk).exists()
