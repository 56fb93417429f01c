"""A talk as people live it: recorded on a phone, seen by its sides and the secretary, a number to others."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dangjian.foundation.accounts.services import make_token
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Look
from dangjian.kernel.figures.compute import compute
from dangjian.kernel.figures.readings import fingerprint
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.figures.registry import registry as figures
from dangjian.kernel.periods import Period
from dangjian.work.life.models import MustTalkReason, Talk

from .factories import account_of, committee, talk

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 9)
SECRET = "家中变故，请求照顾"


@pytest.fixture
def branch(small_city):
    return small_city.first_one


@pytest.fixture
def people(branch):
    """Secretary, another of the committee, a member who is talked with, and a bystander."""
    return [*committee(branch), member(branch), member(branch)]


def enter(account):
    browser = Client()
    browser.force_login(account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return browser


def of_role(small_city, role, place):
    return enter(small_city.account(role, place))


def recorded(browser, **fields):
    answer = browser.post(reverse("life:record-talk"), {"method": "individual", "on": "2017-10-08", **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return Talk.objects.get(pk=answer.url.strip("/").rpartition("/")[2])


def test_a_talk_from_the_phone_of_one_side_to_the_eyes_of_the_other(branch, people):
    secretary, _officer, person, bystander = people
    writer, other = enter(account_of(secretary, branch, Role.BRANCH_SECRETARY)), enter(account_of(person, branch))
    form = writer.get(reverse("life:record-talk"))
    assert form.context["form"].fields["talkers"].initial == [str(secretary.pk)]
    reason = MustTalkReason.objects.get(key="family-or-health")
    made = recorded(
        writer, talkers=[secretary.pk], talked_to=[person.pk], outline=SECRET, reason=reason.pk, place="谈话室"
    )
    assert (made.pair_type, made.organisation, made.reason) == ("committee_members", branch, reason)
    address = reverse("life:talk", args=[made.pk])
    assert SECRET in other.get(address).content.decode()
    assert address in other.get(reverse("life:my-talks")).content.decode()
    assert reverse("life:my-talks") in other.get(reverse("accounts:profile")).content.decode()
    assert reverse("life:my-talks") in other.get("/").content.decode()
    third = enter(account_of(bystander, branch))
    assert third.get(address).status_code == 404
    assert third.get(reverse("life:correct-talk", args=[made.pk])).status_code == 404
    assert address not in third.get(reverse("life:my-talks")).content.decode()


def test_staff_of_the_committee_record_for_their_own_branch(small_city, branch, people):
    staff = account_of(people[3], branch, Role.COMMITTEE_STAFF, at=small_city.committee)
    made = recorded(enter(staff), talkers=[people[3].pk], talked_to=[people[2].pk], outline="谈工作")
    assert made.organisation == branch


def test_a_form_that_is_refused_keeps_what_was_typed(branch, people):
    browser = enter(account_of(people[2], branch))
    answer = browser.post(
        reverse("life:record-talk"),
        {
            "talkers": [people[2].pk],
            "on": "2017-12-01",
            "method": "individual",
            "outline": SECRET,
            "talked_to": [people[3].pk],
        },
    )
    assert answer.status_code == 422
    assert "on" in answer.context["form"].errors
    assert SECRET in answer.content.decode()
    assert not Talk.objects.exists()
    odd = browser.post(
        reverse("life:record-talk"), {"talkers": ["x", "9" * 30], "on": "x", "method": "\x00", "reason": "7x"}
    )
    assert odd.status_code == 422
    assert {"talkers", "on", "method", "reason", "outline"} <= set(odd.context["form"].errors)


def test_a_side_corrects_by_a_new_entry(branch, people):
    _secretary, _officer, person, other = people
    browser = enter(account_of(person, branch))
    made = recorded(browser, talkers=[person.pk], talked_to=[other.pk], outline="初稿")
    answer = browser.post(
        reverse("life:correct-talk", args=[made.pk]),
        {
            "talkers": [person.pk],
            "talked_to": [other.pk],
            "on": "2017-10-07",
            "method": "individual",
            "outline": "改定稿",
            "correction_reason": "日期有误",
        },
    )
    assert answer.status_code == 302
    newer = browser.get(answer.url).content.decode()
    assert "改定稿" in newer
    assert "日期有误" in newer
    assert "初稿" in browser.get(reverse("life:talk", args=[made.pk])).content.decode()


# ── every role, by every door ────────────────────────────────────────────────────────────────────────────────────────


def spoken(branch, people, number=6):
    """Some talks of the branch with words that must not leave it."""
    reason = MustTalkReason.objects.get(key="tension")
    return [
        talk(branch, people[2], people[3], on=date(2017, 3, n + 1), outline=SECRET, reason=reason)
        for n in range(number)
    ]


def doors(browser, made):
    """What every door of the platform shows of a talk."""
    yield browser.get(reverse("life:talk", args=[made.pk]))
    yield browser.get(reverse("life:correct-talk", args=[made.pk]))
    yield browser.get("/records/life.talk/")
    yield browser.get("/records/life.talk/?must=yes&sort=with")
    yield browser.get("/search/", {"q": made.participants.all()[0].member.name})
    yield browser.get("/search/", {"q": "家中变故"})
    yield browser.get(reverse("life:my-talks"))
    yield browser.get(f"/figures/life.talks/?organisation={made.organisation_id}")
    yield browser.get(reverse("life:talks-of", args=[made.organisation_id]))
    yield browser.get("/records/audit.entry/?action=life.talk.recorded")
    yield browser.get("/obligations/rules/life.talks_among_members/?year=2017")
    yield browser.get("/")


EVERY_ROLE = [role for role in Role if role not in (Role.BRANCH_SECRETARY, Role.MEMBER)]


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_no_door_shows_a_talk_to_anybody_else(small_city, branch, people, role):
    made = spoken(branch, people)[0]
    address = reverse("life:talk", args=[made.pk])
    for place in (branch, small_city.first, small_city.committee):
        browser = of_role(small_city, role, place)
        for answer in doors(browser, made):
            body = answer.content.decode()
            assert answer.status_code in (200, 403, 404), (role, place)
            assert SECRET not in body
            assert f'href="{address}"' not in body
        assert browser.get(address).status_code == 404
        assert browser.post(reverse("life:correct-talk", args=[made.pk]), {"outline": "x"}).status_code == 404
        assert browser.get("/records/life.talk/").status_code == 403
        assert browser.post("/records/life.talk/export/").status_code == 403


def test_a_secretary_of_a_sister_or_above_sees_none(small_city, branch, people):
    made = spoken(branch, people)[0]
    for place in (small_city.first_two, small_city.first, small_city.committee):
        browser = of_role(small_city, Role.BRANCH_SECRETARY, place)
        assert browser.get(reverse("life:talk", args=[made.pk])).status_code == 404
        listed = browser.get("/records/life.talk/")
        assert list(listed.context["listing"].rows) == []
        sheet = load_workbook(BytesIO(browser.post("/records/life.talk/export/").getvalue())).active
        assert not any(str(people[2]) in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_secretary_lists_searches_and_takes_the_ledger_without_outlines(small_city, branch, people):
    made = spoken(branch, people)
    browser = of_role(small_city, Role.BRANCH_SECRETARY, branch)
    listed = browser.get("/records/life.talk/")
    assert {row.pk for row in listed.context["listing"].rows} == {one.pk for one in made}
    assert reverse("life:talk", args=[made[0].pk]) in browser.get("/search/", {"q": people[2].name}).content.decode()
    file = browser.post("/records/life.talk/export/").getvalue()
    cells = [str(cell) for row in load_workbook(BytesIO(file)).active.iter_rows(values_only=True) for cell in row]
    assert any(people[2].name in cell for cell in cells)
    assert not any(SECRET in cell for cell in cells)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(reverse("life:talk", args=[made[0].pk])).status_code == 200
    asked = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert len(asked) <= 12, "\n".join(asked)
    assert Look.objects.filter(subject_type="life.talk", subject_id=made[0].pk).count() == 1


def test_the_api_gives_the_secretary_no_names_and_others_nothing(small_city, branch, people):
    spoken(branch, people)
    for place, role, status in (
        (branch, Role.BRANCH_SECRETARY, 200),
        (branch, Role.BRANCH_CLERK, 403),
        (small_city.committee, Role.COMMITTEE_STAFF, 403),
    ):
        account = small_city.account(role, place)
        _token, key = make_token(label="程序", ends_on=TODAY + timedelta(days=30), by=actor_for(account))
        answer = Client().get("/api/v1/records/life.talk", headers={"authorization": f"Bearer {key}"})
        assert answer.status_code in {status, 404} - ({404} if status == 200 else set())
        body = answer.content.decode()
        assert SECRET not in body
        assert not any(person.name in body for person in people)


def test_talks_take_no_files(small_city, branch, people):
    made = spoken(branch, people)[0]
    browser = of_role(small_city, Role.BRANCH_SECRETARY, branch)
    file = SimpleUploadedFile("记录.txt", "谈话记录".encode())
    fields = {"target": "life.talk", "target_id": made.pk, "file": file}
    assert browser.post(reverse("attachments:attach"), fields).status_code == 404


def test_above_there_is_a_number_without_rows_and_small_ones_are_withheld(small_city, branch, people):
    year = Scope.of(small_city.first.path, Period.year_of(2017), TODAY)
    spoken(branch, people, 4)
    assert compute("life.talks", year).withheld
    talk(branch, people[2], people[3])
    assert compute("life.talks", year).number == 5
    assert compute("life.must_talks", year).withheld
    browser = of_role(small_city, Role.COMMITTEE_STAFF, small_city.committee)
    page = browser.get(f"/figures/life.talks/?organisation={small_city.first.pk}")
    assert page.context["listing"] is None
    assert page.context["value"].number == 5
    frozen = fingerprint(figures["life.talks"], year)
    assert (frozen.rows, frozen.count) == ([], None)


def test_corrected_entries_do_not_count(small_city, branch, people):
    for made in spoken(branch, people, 5):
        made.pk, made.corrects_id = None, made.pk
        made.save()
    assert compute("life.talks", Scope.of(branch.path, Period.year_of(2017), TODAY)).number == 5


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_committee_adds_moves_and_ends_an_occasion_and_the_form_follows(small_city, branch, people):
    staff = of_role(small_city, Role.COMMITTEE_STAFF, small_city.committee)
    added = staff.post(
        reverse("life:add-talk-reason"), {"name": "即将退休", "ordinal": "1", "source": "工委通知", "on": "2017-10-01"}
    )
    assert added.status_code == 302
    reason = MustTalkReason.objects.get(name="即将退休")
    browser = enter(account_of(people[2], branch))

    def offered():
        form = browser.get(reverse("life:record-talk")).context["form"]
        return [words for _key, words in form.fields["reason"].choices]

    assert "即将退休" in offered()
    assert staff.post(reverse("life:move-talk-reason", args=[reason.key]), {"ordinal": "9"}).status_code == 302
    assert offered()[-1] == "即将退休"
    assert staff.post(reverse("life:end-talk-reason", args=[reason.key]), {"on": "2017-10-09"}).status_code == 302
    assert "即将退休" not in offered()
    assert "即将退休" in staff.get(reverse("life:talk-reasons")).content.decode()
    again = staff.post(reverse("life:end-talk-reason", args=[reason.key]), {"on": "2017-10-09"})
    assert again.status_code == 422
    assert again.context["form"].errors


def test_loaned_and_ended_roles_of_secretary_follow_their_days(small_city, branch, people):
    made = spoken(branch, people)[0]
    account = small_city.account(Role.BRANCH_SECRETARY, branch)
    assert enter(account).get(reverse("life:talk", args=[made.pk])).status_code == 200
    Grant.objects.filter(account=account).update(ends_on=TODAY)
    assert enter(account).get(reverse("life:talk", args=[made.pk])).status_code == 404
