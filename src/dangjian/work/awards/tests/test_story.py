"""A commendation round as it is lived: from the call to the certificate that a passer-by checks."""

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.tests import factories as members
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.notices.models import Notice
from dangjian.work.awards.models import Call, Honour, Nomination, Objection, PublicNotice
from dangjian.work.awards.queries.nominations import judged

from .factories import programme


def at(name, *args):
    return reverse(f"awards:{name}", args=args)


class Office:
    """Somebody at the platform on a day: opens pages, fills forms in, confirms what is counted."""

    def __init__(self, signed_in_as, settings, role, organisation):
        self.sign_in, self.settings, self.role, self.organisation = signed_in_as, settings, role, organisation

    def open(self, day):
        self.settings.DANGJIAN_TODAY = day
        return self.sign_in(self.role, self.organisation)

    def fill(self, day, url, **facts):
        client = self.open(day)
        page = client.get(url)
        assert page.status_code == 200, page
        form = page.context["form"]
        if "version" in form.fields:
            facts = {"version": form["version"].value(), **facts}
        answer = client.post(url, facts)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer

    def count(self, day, url, **facts):
        """Send a form for many rows, read what it will do, and confirm it; what was listed."""
        client = self.open(day)
        seen = client.post(url, facts)
        assert seen.status_code == 200, seen.context["form"].errors
        answer = client.post(url, {**facts, "counted": seen.context["form"].mark})
        assert answer.status_code == 302, answer.context["form"].errors
        return [line.what for line in seen.context["lines"]]

    def refused(self, day, url, **facts):
        """What the page says to something that cannot be."""
        client = self.open(day)
        seen = client.post(url, facts)
        if seen.status_code == 200:
            seen = client.post(url, {**facts, "counted": seen.context["form"].mark})
        assert seen.status_code == 422
        return " ".join(str(error) for errors in seen.context["form"].errors.values() for error in errors)


@pytest.fixture
def offices(small_city, signed_in_as, settings):
    def office(role, organisation):
        return Office(signed_in_as, settings, role, organisation)

    found = {
        "committee": office(Role.COMMITTEE_STAFF, small_city.committee),
        "first": office(Role.PARTY_OFFICE, small_city.first),
        "one": office(Role.BRANCH_SECRETARY, small_city.first_one),
        "two": office(Role.BRANCH_SECRETARY, small_city.first_two),
    }
    for one in found.values():
        one.open(date(2017, 4, 1))
    return found


def test_from_the_call_to_the_certificate(offices, small_city):
    call = draw_up(offices["committee"], small_city)
    people = put_forward(offices, small_city, call)
    judge_from_below(offices, call, people)
    decide(offices, small_city, call, people)
    check_and_revoke(offices, call, people)


def draw_up(committee, small_city):
    """The outline of the programme is enough: three kinds, conditions, phases, receipts."""
    day = date(2017, 4, 10)
    page = committee.fill(
        day,
        at("draw-up-call", small_city.committee.pk),
        programme=programme().pk,
        year=2017,
        title="2017年“七一”表彰",
    )
    call = Call.objects.get()
    assert page.url == at("call", call.pk)
    assert [one.name for one in call.classes.all()] == ["先进基层党组织", "优秀共产党员", "优秀党务工作者"]
    assert call.departments == ["discipline", "personnel"]
    condition = call.conditions.get(key="life.excellent", award_class__name="优秀共产党员")
    assert committee.open(day).post(at("remove-condition", condition.pk)).status_code == 302
    committee.fill(day, at("change-class", call.classes.get(name="优秀共产党员").pk), name="优秀共产党员",
                   subject="member", quota=2, rank=2)  # fmt: skip
    committee.fill(date(2017, 4, 20), at("issue-call", call.pk), on=date(2017, 4, 20))
    assert Notice.objects.filter(url=at("call", call.pk)).count() == 4
    return Call.objects.get()


def put_forward(offices, small_city, call):
    """Branches put members forward; one who is no full member yet is entered only with a reason, and withdrawn."""
    day, award_class = date(2017, 5, 8), call.classes.get(name="优秀共产党员")
    branch = small_city.first_one
    names = ("赵光明", "钱有功", "孙新来")
    made = [members.member(branch, name=name) for name in names]
    young = members.member(
        small_city.first_two, name="李未满", joined_on=date(2016, 7, 1), full_member_on=date(2017, 1, 1)
    )
    members.post(made[0], branch, PostTitle.SECRETARY)
    found = {}
    for office, person in [*((offices["one"], one) for one in made), (offices["two"], young)]:
        url = at("nominate", office.organisation.pk, award_class.pk)
        office.fill(day, url, member=person.pk, deeds="长期在窗口一线，群众满意。")
        nomination = Nomination.objects.get(member=person)
        enter = at("submit-nomination", nomination.pk)
        if person is young:
            said = judged([nomination], day)[nomination.pk]
            assert [one.finding.met for one in said] == [False, True]
            assert "2017年1月1日" in office.refused(day, enter)
            office.fill(day, enter, exception_reason="表现特别突出")
        else:
            office.fill(day, enter)
        found[person.name] = nomination
    again = at("nominate", branch.pk, award_class.pk)
    assert "赵光明" in offices["one"].refused(day, again, member=made[0].pk, deeds="再报一次")
    # Nobody of a sister branch sees who is put forward.
    assert offices["two"].open(day).get(at("nomination", found["赵光明"].pk)).status_code == 404
    offices["two"].fill(day, at("withdraw-nomination", found["李未满"].pk), reason="本人申请撤回")
    return found


def judge_from_below(offices, call, people):
    """The level in between speaks, then the committee admits together what nothing stands in the way of."""
    day = date(2017, 5, 20)
    waiting = offices["first"].open(day).get("/waiting/").content.decode()
    assert at("give-opinion", people["赵光明"].pk) in waiting
    assert at("give-opinion", people["李未满"].pk) not in waiting
    admit = at("admit", call.pk)
    early = offices["committee"].refused(day, admit, nominations=[people["赵光明"].pk])
    assert "甲局机关党委" in early
    for name in ("赵光明", "钱有功"):
        offices["first"].fill(day, at("give-opinion", people[name].pk), supports="yes", text="同意推荐")
    offices["first"].fill(day, at("give-opinion", people["孙新来"].pk), supports="no", text="参加工作时间较短")
    ready = offices["committee"].open(day).get(admit).context["form"]["nominations"].value()
    assert ready == [str(people["赵光明"].pk), str(people["钱有功"].pk)]
    listed = offices["committee"].count(day, admit, nominations=ready)
    assert len(listed) == 2
    offices["committee"].fill(day, at("refuse-nomination", people["孙新来"].pk), reason="所在机关党委不支持")
    assert Notice.objects.filter(subject__contains="孙新来").exists()


def decide(offices, small_city, call, people):
    """Receipts, proposals, the public notice with an objection, and the decision that waits for it."""
    committee, day = offices["committee"], date(2017, 6, 8)
    both = [people["赵光明"].pk, people["钱有功"].pk]
    propose = at("propose-several", call.classes.get(name="优秀共产党员").pk)
    committee.count(day, propose, nominations=both, reason="事迹突出，群众公认。")
    publish = at("publish-notice", call.pk)
    assert "6月16日" in committee.refused(day, publish, contact="组织科 0598-0")
    day = date(2017, 6, 16)
    assert "纪检" in committee.refused(day, publish, contact="组织科 0598-0")
    for department in ("discipline", "personnel"):
        facts = {"department": department, "number": f"复〔2017〕{len(department)}号", "on": day}
        committee.count(day, at("record-receipts", call.pk), nominations=both, **facts)
    committee.count(day, publish, contact="组织科 0598-0")
    notice = PublicNotice.objects.get()
    assert notice.ends_on == date(2017, 6, 24)
    page = Client().get(at("notice", notice.key)).content.decode()
    assert "赵光明" in page
    assert "李未满" not in page
    offices["two"].fill(
        date(2017, 6, 19), at("object", notice.key), nomination=people["钱有功"].pk, content="去年曾被通报批评。"
    )
    objection = Objection.objects.get()
    assert offices["first"].open(date(2017, 6, 20)).get(at("objection", objection.pk)).status_code == 404
    settle = at("decide", call.pk)
    facts = {"number": "直委〔2017〕30号", "on": date(2017, 6, 28), "given_on": date(2017, 7, 1)}
    early = committee.refused(date(2017, 6, 22), settle, **facts | {"on": date(2017, 6, 22)})
    assert "6月24日" in early
    assert "1件异议" in committee.refused(date(2017, 6, 28), settle, **facts)
    committee.fill(date(2017, 6, 22), at("handle-objection", objection.pk), outcome="upheld", answer="经查属实。")
    assert Notice.objects.filter(account__username__startswith="branch_secretary", body="经查属实。").exists()
    after = Client().get(at("notice", notice.key)).content.decode()
    assert "赵光明" in after
    assert "钱有功" not in after
    listed = committee.count(date(2017, 6, 28), settle, **facts)
    assert [("赵光明" in one) for one in listed] == [True]
    honour = Honour.objects.get()
    assert (honour.name, honour.title, honour.happened_on) == ("优秀共产党员", "赵光明", date(2017, 7, 1))
    assert len(committee.count(date(2017, 7, 3), at("send-letters", call.pk), seen="1")) == 2


def check_and_revoke(offices, call, people):
    """The letter says why; the certificate is checked by its code; revoked, the page says so."""
    day, committee = date(2017, 7, 5), offices["committee"]
    letter = offices["one"].open(day).get(at("letter-paper", people["赵光明"].pk))
    words = "\n".join(one.text for one in Document(io.BytesIO(letter.content)).paragraphs)
    assert "授予“优秀共产党员”称号" in words
    assert "事迹突出，群众公认。" in words
    assert offices["two"].open(day).get(at("letter", people["赵光明"].pk)).status_code == 404
    honour = Honour.objects.get()
    for paper in ("decision", "plaques", "certificates"):
        made = committee.open(day).get(at("paper", call.pk, paper))
        assert made.content.startswith((b"PK", b"%PDF"))
    code = re.findall(".{4}", honour.certificate_code)
    found = Client().get(at("check"), {"code": " ".join(code).lower()}, follow=True).content.decode()
    assert "赵光明" in found
    assert "直委〔2017〕30号" in found
    unknown = Client().get(at("check"), {"code": "2222 3333 4444"}, follow=True)
    assert unknown.status_code == 404
    assert "赵光明" not in unknown.content.decode()
    committee.fill(day, at("revoke-honour", honour.pk), reason="受到处分", number="直委〔2017〕40号", on=day)
    assert "2017年7月5日" in Client().get(at("certificate", honour.certificate_code)).content.decode()
    block = offices["one"].open(day).get(at("honours-of-member", honour.member_id)).content.decode()
    assert "优秀共产党员" in block
    assert {
        "awards.call.issued",
        "awards.nomination.withdrawn",
        "awards.objection.handled",
        "awards.honour.revoked",
    } <= set(Entry.objects.values_list("action", flat=True))
    objected = Entry.objects.get(action="awards.objection.received")
    assert objected.account_id is None
