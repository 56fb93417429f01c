"""Journeys across rooms, lived through the pages as people live them."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dangjian.desk.models import Suggestion
from dangjian.foundation.accounts.models import Account
from dangjian.foundation.accounts.tests.factories import PASSWORD, account
from dangjian.foundation.members.models import Correction, Member, Transfer
from dangjian.foundation.members.tests.factories import identity_number, member, post
from dangjian.insight.reports.models import Report
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry, Look

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 9)
LOGIN = "/sign-in/login/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def enter(small_city):
    """``enter(role, organisation, member=…)``: a browser in which somebody has just signed in by the door."""

    def go_in(role, organisation, **fields):
        name = f"{role}-{organisation.code}-{Account.objects.count()}"
        made = account(name, organisation, **fields)
        if role != Role.MEMBER:
            Grant.objects.create(account=made, role=role, organisation=organisation, starts_on=date(2015, 1, 1))
        return sign_in(name, PASSWORD)

    return go_in


def sign_in(name, password):
    browser = Client()
    answer = browser.post(LOGIN, {"login": name, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def read(browser, url, status=200):
    answer = browser.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def send(browser, url, **fields):
    """Send a form; the page that follows is returned. A form that is refused fails with its page's errors."""
    answer = browser.post(url, {key: value for key, value in fields.items() if value is not None})
    errors = answer.context["form"].errors if answer.context and "form" in answer.context else ""
    assert answer.status_code in (302, 200), errors
    assert answer.status_code == 302, f"{url}: {errors}"
    return answer.url


def links(page, beginning):
    return [url.replace("&amp;", "&") for url in re.findall(rf'href="({re.escape(beginning)}[^"]*)"', page)]


def number_of(browser, figure, organisation):
    answer = browser.get(f"/figures/{figure}/?organisation={organisation.pk}")
    assert answer.status_code == 200
    return answer.context["value"].number


def test_a_figure_on_the_desk_opens_to_its_rows_and_to_a_member(small_city, enter):
    people = [member(small_city.first_one), member(small_city.second_one)]
    staff = enter(Role.COMMITTEE_STAFF, small_city.committee)
    desk = read(staff, "/")
    (figure, *_more) = links(desk, "/figures/members.in_service/")
    page = staff.get(figure)
    assert page.context["value"].number == 2
    rows = links(page.content.decode(), "/members/")
    assert {f"/members/{person.pk}/" for person in people} <= set(rows)
    record = read(staff, f"/members/{people[0].pk}/")
    assert people[0].name in record
    back = links(record, f"/organisations/{small_city.first_one.pk}/")
    assert back
    assert small_city.first_one.short_name in read(staff, back[0])
    assert 'href="/"' in record


def test_a_clerk_enters_a_member_and_another_branch_takes_them_over(small_city, enter):
    here, there = small_city.first_one, small_city.second_one
    clerk, receiver = enter(Role.BRANCH_CLERK, here), enter(Role.BRANCH_SECRETARY, there)
    assert number_of(clerk, "members.all", here) == 0
    page = send(
        clerk,
        reverse("members:register"),
        organisation=here.code,
        starts_on="2017-01-03",
        category="01",
        work_status="in_service",
        reason="registered",
        name="曾小新",
        sex="1",
        ethnic_group="01",
        identity_number=identity_number(),
        born_on="1980-05-06",
        joined_on="2004-07-01",
        full_member_on="2005-07-01",
    )
    person = Member.objects.get()
    assert page == f"/members/{person.pk}/"
    assert number_of(clerk, "members.all", here) == 1
    assert receiver.get(page).status_code == 404

    letter = send(
        clerk,
        reverse("members:issue-transfer", args=[person.pk]),
        to=there.code,
        letter_number="甲字1号",
        on=TODAY,
        valid_days=30,
    )
    assert letter == f"/members/transfers/{Transfer.objects.get().pk}/"
    assert number_of(clerk, "members.all", here) == 1, "responsible until the other branch accepts"
    assert receiver.get(letter).status_code == 404, "the issuing branch's page is not the receiver's"
    waiting = read(receiver, "/waiting/")
    (incoming, *_more) = links(waiting, "/members/incoming/")
    assert "曾小新" in read(receiver, incoming)
    answer = reverse("members:answer-transfer", args=[Transfer.objects.get().pk])
    send(receiver, answer, accept="yes", on=TODAY, answer="")

    assert number_of(clerk, "members.all", here) == 0
    assert number_of(receiver, "members.all", there) == 1
    history = read(receiver, page)
    assert here.short_name in history
    assert there.short_name in history
    assert clerk.get(page).status_code == 404
    assert "甲字1号" in read(clerk, letter), "the letter stays with who issued it"


def test_a_member_has_an_entry_corrected_and_sees_who_looked(small_city, enter):
    branch = small_city.first_one
    person, chief = member(branch, education="31"), member(branch, name="郑书记")
    post(chief, branch)
    own = enter(Role.MEMBER, branch, member=person)
    secretary = enter(Role.BRANCH_SECRETARY, branch, member=chief, display_name="郑书记")
    assert own.get(f"/members/{person.pk}/").status_code == 403, "the register is not open to members"
    page = send(own, reverse("accounts:propose-correction"), item="education", proposed="21", reason="已毕业")
    assert page == reverse("accounts:held")
    correction = Correction.objects.get()
    (way, *_more) = links(read(secretary, "/waiting/"), "/members/corrections/")
    assert way == f"/members/corrections/{correction.pk}/"
    read(secretary, f"/members/{person.pk}/")
    send(secretary, way, accept="yes", answer="已核对毕业证")
    assert Member.objects.get(pk=person.pk).education == "21"
    held = read(own, reverse("accounts:held"))
    assert "郑书记" in held
    assert "已核对毕业证" in held
    assert Look.objects.filter(subject_type="members.member", subject_id=person.pk).exists()


def test_a_role_begins_with_a_new_password_and_ends_on_its_day(small_city, enter, settings):
    administrator = enter(Role.SYSTEM_ADMINISTRATOR, small_city.committee)
    officer = enter(Role.SECURITY_OFFICER, small_city.committee)
    answer = administrator.post(
        reverse("accounts:open-account"),
        {"username": "xinren", "display_name": "新人", "organisation": small_city.first_one.code},
    )
    assert answer.status_code == 200, answer.context["form"].errors
    first_password = answer.context["one_time_password"]
    ends_on = TODAY + timedelta(days=30)
    send(
        officer,
        reverse("accounts:grant-role"),
        account="xinren",
        role=Role.BRANCH_CLERK,
        organisation=small_city.first_one.code,
        starts_on=TODAY,
        ends_on=ends_on,
        reason="借调",
    )
    assert administrator.get(reverse("accounts:grant-role")).status_code == 403, "who opens accounts gives no roles"
    newcomer = sign_in("xinren", first_password)
    change = reverse("account_change_password")
    assert newcomer.get("/").url == change
    assert newcomer.get("/records/members.member/").url == change
    chosen = "Fruehling-2017!"
    answer = newcomer.post(change, {"oldpassword": first_password, "password1": chosen, "password2": chosen})
    assert answer.status_code == 302, answer.context["form"].errors
    newcomer = sign_in("xinren", chosen)
    read(newcomer, "/records/members.member/")
    settings.DANGJIAN_TODAY = ends_on - timedelta(days=1)
    read(newcomer, "/records/members.member/")
    settings.DANGJIAN_TODAY = ends_on
    read(newcomer, "/records/members.member/", status=403)
    read(newcomer, "/")
    assert Entry.objects.filter(target_type="access.grant", account_name=officer_name(officer)).exists()


def officer_name(browser):
    return Account.objects.get(pk=browser.session["_auth_user_id"]).display_name


def test_an_issued_report_stands_and_says_what_changed_since(small_city, enter):
    branch = small_city.first_one
    stays, goes = member(branch), member(branch)
    office = enter(Role.PARTY_OFFICE, small_city.first)
    start = office.get(reverse("reports:start"))
    beginning = start.context["form"].fields["beginning"].choices[0][0]
    edit = send(office, reverse("reports:start"), title="2017年成效报告", period="2017", beginning=beginning)
    report = Report.objects.get()
    facts = {"title": report.title, "period": "2017", "version": report.version}
    send(office, edit, text="# 队伍\n\n现有党员 [[members.all]] 名。", **facts)
    page = reverse("reports:report", args=[report.pk])
    assert "现有党员" in read(office, page)
    version = Report.objects.get().version
    send(office, reverse("reports:issue", args=[report.pk]), version=version)
    issued = read(office, page)
    assert "−1" not in issued
    leave = reverse("members:change-membership", args=[goes.pk, "leave"])
    send(office, leave, reason="withdrew", on=TODAY, note="")
    came = member(branch, by=None, starts_on=TODAY)
    changed = read(office, page)
    assert re.search(r"\+1\s*−1", changed)
    (since, *_more) = links(changed, "/reports/figure/")
    differences = read(office, since)
    assert came.name in differences
    assert goes.name in differences
    assert f"/members/{stays.pk}/" not in differences
    issued_value = re.search(r"现有党员\s*<a[^>]*>([^<]*)</a>", changed)
    assert issued_value
    assert issued_value.group(1).strip().startswith("2")


def test_a_suggestion_is_answered_and_its_writer_told(small_city, enter):
    person = member(small_city.first_one)
    own = enter(Role.MEMBER, small_city.first_one, member=person)
    clerk = enter(Role.BRANCH_SECRETARY, small_city.first_one)
    stranger = enter(Role.BRANCH_SECRETARY, small_city.second_one)
    assert reverse("desk:suggest") in read(own, "/"), "the box is in the foot of every page"
    send(own, reverse("desk:suggest"), kind="complaint", text="会议通知太晚。", page="/")
    made = Suggestion.objects.get()
    assert made.answer_due_on > TODAY
    assert "会议通知太晚" in read(clerk, "/records/desk.suggestion/")
    assert "会议通知太晚" not in read(stranger, "/records/desk.suggestion/")
    send(clerk, reverse("desk:suggestion", args=[made.pk]), answer="今后提前三天通知。")
    assert "今后提前三天通知" in read(own, reverse("desk:suggest"))
    assert links(read(own, reverse("notices:inbox")), "/notices/")
