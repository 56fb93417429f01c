"""What people type, paste and drop that cannot be: a sentence beside the field, nothing typed lost, never a fault."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dangjian.foundation.members.enums import Category, ChangeReason, PostTitle, WorkStatus
from dangjian.foundation.members.models import Member, Membership
from dangjian.foundation.members.tests.factories import member, post
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices.models import Notice
from dangjian.work.life.models import Meeting

from .factories import TODAY, called, held

WORDS = "书记领学原文，党员结合岗位交流。"


@pytest.fixture
def branch(small_city):
    return small_city.first_one


@pytest.fixture
def people(branch):
    return [member(branch) for _ in range(3)]


@pytest.fixture
def clerk(signed_in_as, branch):
    return signed_in_as(Role.BRANCH_CLERK, branch)


def record(browser, branch, **more):
    facts = {"kinds": ["general"], "on": TODAY.isoformat(), "content": WORDS, **more}
    return browser.post(reverse("life:record", args=[branch.pk]), facts)


def refused(answer, field, words):
    """The form came back with these words at a field, and with what was typed."""
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    page = answer.content.decode()
    assert words in page
    assert not Meeting.objects.filter(outcome="held").exists()
    return page


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"on": "2017-10-10"}, "on", "还没有到"),
        ({"on": "2017-13-45"}, "on", "日期"),
        ({"begins_at": "15:00", "ends_at": "14:00"}, "ends_at", "结束"),
        ({"begins_at": "25:99"}, "begins_at", "时间"),
        ({"content": "\u200b\u200b \x00"}, "content", ""),
        ({"decision-text": ["办好窗口"], "decision-owner": [""], "decision-due_on": ["明天"]}, "decisions", "明天"),
        ({"decision-text": ["办" * 301]}, "decisions", "300"),
        ({"decision-text": ["办"] * 31}, "decisions", "30"),
        ({"chair": "999999"}, "chair", ""),
    ],
)
def test_a_wrong_record_comes_back_whole(clerk, branch, people, wrong, field, words):
    typed = {"topic": "全会精神", "place": "三楼会议室", "guests": "列席人"}
    page = refused(record(clerk, branch, **typed | wrong), field, words)
    for value in typed.values():
        assert value in page


def test_absence_needs_words_that_fit(clerk, branch, people):
    because = f"because-{people[0].pk}"
    page = refused(record(clerk, branch, absent=[people[0].pk]), "absent", people[0].name)
    assert WORDS in page
    assert '<a href="#id_absent">到会情况</a>' in page
    assert 'id="id_absent"' in page
    assert "因" * 101 in refused(record(clerk, branch, absent=[people[0].pk], **{because: "因" * 101}), "absent", "100")


def test_nobody_is_counted_twice(clerk, small_city, branch, people):
    chief = member(small_city.first_two)
    post(chief, small_city.first, PostTitle.SECRETARY)
    refused(record(clerk, branch, leaders=[chief.pk, people[0].pk]), "leaders", "")
    assert record(clerk, branch, leaders=[chief.pk, chief.pk], absent=[people[0].pk] * 2, **{
        f"because-{people[0].pk}": "病假"
    }).status_code == 302  # fmt: skip
    meeting = Meeting.objects.held().get()
    assert meeting.attendances.filter(member=chief).count() == 1
    assert meeting.attendances.filter(member=people[0], present=False).count() == 1


def test_a_branch_without_members_is_told_so(clerk, branch):
    answer = clerk.get(reverse("life:record", args=[branch.pk]), {"kinds": "general"})
    assert answer.status_code == 200
    refused(record(clerk, branch), "on", "名册")


def test_a_roll_of_two_thousand_is_shown_and_sent(clerk, branch):
    made = Member.objects.bulk_create(Member(name=f"党员{n}", pinyin=f"dangyuan{n:04}") for n in range(2000))
    facts = {"category": Category.FULL, "work_status": WorkStatus.IN_SERVICE, "reason": ChangeReason.REGISTERED}
    Membership.objects.bulk_create(
        Membership(member=one, organisation=branch, starts_on=date(2012, 1, 1), **facts) for one in made
    )
    assert clerk.get(reverse("life:record", args=[branch.pk]), {"kinds": "general"}).status_code == 200
    reasons = {f"because-{one.pk}": "" for one in made} | {f"because-{made[7].pk}": "出差"}
    assert record(clerk, branch, absent=[made[7].pk], **reasons).status_code == 302
    assert Meeting.objects.held().get().attendances.filter(present=True).count() == 1999


def test_text_pasted_from_word_is_kept_without_what_cannot_be_seen(clerk, branch, people):
    because = f"because-{people[0].pk}"
    pasted = "\ufeff一、传达\u200b学习\x0b\x00\u202e；\r\n二、讨论\u2028三、小结"
    sent = {because: "病\x00假\u200b", "absent": people[0].pk, "decision-text": ["排\x00班"], "topic": "学\u200b习"}
    assert record(clerk, branch, content=pasted, place="三楼\x00", **sent).status_code == 302
    meeting = Meeting.objects.held().get()
    assert meeting.content == "一、传达学习；\n二、讨论\n三、小结"
    assert (meeting.topic, meeting.place) == ("学习", "三楼")
    assert meeting.decisions.get().text == "排班"
    assert meeting.attendances.get(present=False).reason == "病假"


def test_the_second_of_two_sees_what_stands_and_loses_nothing(clerk, branch, people):
    meeting = called(branch, on=TODAY)
    url = reverse("life:file", args=[meeting.pk])
    sent = {"version": meeting.version, "on": TODAY.isoformat(), "content": WORDS}
    assert clerk.post(url, sent).status_code == 302
    second = clerk.post(url, sent | {"content": "另一人记下的要点", "topic": "另一题目"})
    page = second.content.decode()
    assert second.status_code == 422
    for words in (WORDS, "另一人记下的要点", "另一题目"):
        assert words in page
    assert Meeting.objects.held().get().content == WORDS
    again = clerk.post(url, sent | {"content": "另一人记下的要点", "version": second.context["version"]})
    assert again.status_code == 422
    assert "另一人记下的要点" in again.content.decode()


def test_words_of_an_earlier_meeting_are_asked_about_once_and_of_the_author_alone(clerk, branch, people):
    words = "学习贯彻全会精神，支部书记领学原文，党员结合窗口岗位交流体会，确定延时服务的排班和联系社区的分工。"
    held(branch, on=date(2017, 9, 1), content=words)
    notices, entries = Notice.objects.count(), Entry.objects.count()
    asked = record(clerk, branch, content=words.replace("延时", "错时"))
    assert asked.status_code == 422
    assert "2017年9月1日" in " ".join(asked.context["form"].errors["content"])
    assert "错时服务" in asked.content.decode()
    assert (Notice.objects.count(), Entry.objects.count()) == (notices, entries)
    assert record(clerk, branch, content=words, copied_on_purpose="on").status_code == 302
    assert Meeting.objects.held().count() == 2


@pytest.mark.parametrize(
    ("query", "status"),
    [({"kinds": "feast"}, 422), ({"kind": "feast"}, 422), ({"kind": "general", "on": "2017-02-30"}, 422),
     ({"kind": "general", "on": "0001-01-01"}, 200), ({"kind": "general", "on": "9999-12-31"}, 200)],
)  # fmt: skip
def test_an_address_that_cannot_be_is_answered_with_a_form(clerk, branch, people, query, status):
    answer = clerk.get(reverse("life:record", args=[branch.pk]), query)
    assert answer.status_code == status
    assert bool(answer.context["asked"].errors) == (status == 422)
    assert "form" in answer.context


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("grid", (), {"year": "99999"}),
        ("grid", (), {"year": "0000"}),
        ("grid", (), {"organisation": "9" * 40}),
        ("record", (2**63,), {}),
        ("meeting", (2**70,), {}),
        ("answer", (), {}),
    ],
)
def test_addresses_of_nothing(clerk, name, args, query):
    if name == "answer":
        name, args = "meeting-call", (2**63,)
    assert clerk.get(reverse(f"life:{name}", args=args), query).status_code == 404


@pytest.mark.parametrize("query", [{"rule": "\x00"}, {"state": "feast"}, {"page": "-1"}, {"year": "2017-Q3"}])
def test_filters_that_cannot_be_change_nothing(clerk, query):
    assert clerk.get(reverse("life:grid"), query).status_code in (200, 404)


@pytest.mark.parametrize("year", ["1900", "2999", "1901"])
def test_the_grid_of_far_years(clerk, year):
    assert clerk.get(reverse("life:grid"), {"year": year}).status_code in (200, 404)


@pytest.mark.parametrize("code", ["%00", "ZZ", "I0O1", "党"])
def test_codes_of_nothing(clerk, code):
    assert "没有" in clerk.get(f"/life/sheets/{code}/").content.decode()


def dropped(browser, meeting, name, content):
    file = SimpleUploadedFile(name, content)
    return browser.post(
        reverse("attachments:attach"), {"target": "life.meeting", "target_id": meeting.pk, "file": file}
    )


def test_photographs_too_large_or_none(clerk, branch, people):
    meeting = held(branch)
    for name, content, words in (
        ("签到表.jpg", b"\xff\xd8\xff" + b"x" * (60 * 1024 * 1024), "20"),
        ("签到表.jpg", b"\xff\xd8\xff" + b"x" * 1000, "图片"),
        ("签到表.jpg", "只是文字".encode(), "jpg"),
        ("签到表.png", b"", "空"),
    ):
        answer = dropped(clerk, meeting, name, content)
        assert answer.status_code == 422
        assert words in " ".join(answer.context["form"].errors["file"])
    assert not Attachment.objects.exists()
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(picture, "JPEG")
    assert dropped(clerk, meeting, "签到表.jpg", picture.getvalue()).status_code == 302
    assert Attachment.objects.get().name == "签到表.jpg"


def test_not_held_has_a_day_that_can_be(clerk, branch, people):
    url = reverse("life:explain", args=[branch.pk])
    for on in ("9999-12-31", "2009-12-31", "0001-01-01", "x"):
        answer = clerk.post(url, {"kinds": "general", "on": on, "reason": "防汛值守"})
        assert answer.status_code == 422
        assert answer.context["form"].errors["on"]
        assert "防汛值守" in answer.content.decode()
    assert clerk.post(url, {"kinds": "feast", "on": "2017-10-01", "reason": "防汛"}).status_code == 422
    assert not Meeting.objects.exists()
