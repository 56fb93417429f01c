from datetime import date

import pytest
from django.urls import reverse

from dangjian.kernel.access.roles import Role
from dangjian.kernel.obligations import services
from dangjian.kernel.obligations.models import Ask, AskTarget, Exemption
from dangjian.kernel.obligations.tests.test_coverage import clerk_rule, grant_clerk
from dangjian.kernel.obligations.tests.test_services import grants_kind, send  # noqa: F401 - fixtures

FORM = {
    "title": "上报换届安排",
    "reason": "汇总",
    "owner": "组织处",
    "due_on": "2017-10-20",
    "ends_on": "2017-11-20",
    "minutes_estimate": "30",
}


def test_ask_and_answer_as_people_do(signed_in_as, small_city):
    staff = signed_in_as()
    page = staff.get(reverse("obligations:ask")).content.decode()
    assert small_city.first.short_name in page
    assert small_city.first_one.short_name not in page
    receivers = [small_city.first.pk, small_city.third.pk]
    sent = staff.post(reverse("obligations:ask"), FORM | {"receivers": receivers}, follow=True)
    ask = Ask.objects.get()
    assert sent.redirect_chain[-1][0] == reverse("obligations:sent-ask", args=[ask.pk])
    again = staff.get(reverse("obligations:ask")).content.decode()
    assert again.count("（本月 1 件，约 30 分钟；今年 1 件，30 分钟；上年 0 件，0 分钟）") == len(receivers)

    office = signed_in_as(Role.PARTY_OFFICE, small_city.first)
    target = AskTarget.objects.get(organisation=small_city.first)
    answer = reverse("obligations:answer", args=[target.pk])
    assert answer in office.get(reverse("obligations:asks")).content.decode()
    refused = office.post(answer, {"text": " ", "actual_minutes": "7"})
    assert refused.status_code == 422
    assert 'value="7"' in refused.content.decode()
    office.post(answer, {"text": "已安排", "actual_minutes": "7"})
    assert "已安排" in signed_in_as().get(reverse("obligations:sent-ask", args=[ask.pk])).content.decode()
    office = signed_in_as(Role.PARTY_OFFICE, small_city.first)
    office.post(reverse("obligations:take-back-answer", args=[target.pk]))
    target.refresh_from_db()
    assert target.answered_on is None
    staff = signed_in_as()
    staff.post(reverse("obligations:withdraw-ask", args=[ask.pk]))
    ask.refresh_from_db()
    assert ask.closed_on == date(2017, 10, 9)
    assert staff.post(reverse("obligations:withdraw-ask", args=[ask.pk]), follow=True).status_code == 200


def test_nothing_typed_is_lost_when_asking(signed_in_as, small_city):
    staff = signed_in_as()
    for wrong in ({"due_on": "2017-10-01"}, {"due_on": "never"}, {"minutes_estimate": "x"}, {"receivers": ["999999"]}):
        page = staff.post(reverse("obligations:ask"), FORM | {"receivers": [small_city.first.pk]} | wrong)
        assert page.status_code == 422
        assert "汇总" in page.content.decode()
    assert not Ask.objects.exists()


def test_others_asks_cannot_be_reached(signed_in_as, small_city, send):  # noqa: F811 - a fixture
    ask = send(from_organisation=small_city.first, receivers=[small_city.first_one])
    target = ask.targets.get()
    office = signed_in_as(Role.PARTY_OFFICE, small_city.second)
    assert office.get(reverse("obligations:sent-ask", args=[ask.pk])).status_code == 404
    assert office.post(reverse("obligations:withdraw-ask", args=[ask.pk])).status_code == 404
    assert office.post(reverse("obligations:answer", args=[target.pk]), {"text": "x"}).status_code == 404
    assert office.get(reverse("obligations:asks"), {"organisation": small_city.first.pk}).status_code == 404
    assert office.get(reverse("obligations:asks"), {"organisation": "x"}).status_code == 404
    clerk = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    assert clerk.get(reverse("obligations:ask")).status_code == 403
    assert clerk.get(reverse("obligations:answer", args=[target.pk])).status_code == 200


def test_answer_by_record(signed_in_as, small_city, send, grants_kind, monkeypatch):  # noqa: F811 - fixtures
    monkeypatch.setattr("dangjian.kernel.access.actors.carries", lambda role, permission: True)
    target = send(kind=grants_kind.key).targets.get(organisation=small_city.third)
    mine, theirs = grant_clerk(small_city.third, date(2017, 10, 9)), grant_clerk(small_city.first, date(2017, 10, 9))
    clerk = signed_in_as(Role.BRANCH_CLERK, small_city.third)
    url = reverse("obligations:answer", args=[target.pk])
    assert clerk.post(url, {"record": theirs.pk}).status_code == 422
    assert clerk.post(url, {"record": mine.pk}).status_code == 302
    target.refresh_from_db()
    assert (target.record_kind, target.record_id) == ("tests.grants", mine.pk)


class CarriesAll:
    """A role that may do everything, for a kind of record that only this test knows."""

    def __contains__(self, key):
        return True


def test_rules_and_their_grid(signed_in_as, small_city, declared, django_assert_max_num_queries):
    rule = declared(clerk_rule())
    grant_clerk(small_city.first_one, date(2017, 8, 31))
    services.exempt(
        organisation=small_city.third, rule=rule.key, reason="r", starts_on=date(2017, 1, 1),
        ends_on=date(2017, 3, 1), on=date(2017, 1, 1), by=None,
    )  # fmt: skip
    staff = signed_in_as()
    assert "Name a clerk" in staff.get(reverse("obligations:rules")).content.decode()
    with django_assert_max_num_queries(12):
        grid = staff.get(reverse("obligations:rule", args=[rule.key])).content.decode()
    pills = [grid.count(f"pill-{state}") for state in ("done", "excused", "late", "due", "not-due")]
    assert [pills[0], pills[1], pills[4]] == [1, 2, 8]
    assert staff.get(reverse("obligations:rule", args=[rule.key]), {"year": "2016"}).status_code == 200
    for year in ("x", "99999", "0"):
        assert staff.get(reverse("obligations:rule", args=[rule.key]), {"year": year}).status_code == 404
    assert staff.get(reverse("obligations:rule", args=["no.such"])).status_code == 404


def test_exempting_on_the_page(signed_in_as, small_city, declared):
    rule = declared(clerk_rule())
    office = signed_in_as(Role.PARTY_OFFICE, small_city.first)
    url = reverse("obligations:exempt", args=[rule.key, small_city.first_one.pk])
    days = {"reason": "集中外出", "starts_on": "2017-10-09", "ends_on": "2019-01-01"}
    assert "集中外出" in office.post(url, days).content.decode()
    assert office.post(url, days | {"ends_on": "2018-01-01"}).status_code == 302
    assert Exemption.objects.get().organisation == small_city.first_one
    assert office.post(reverse("obligations:exempt", args=[rule.key, small_city.third.pk]), days).status_code == 404
    clerk = signed_in_as(Role.BRANCH_CLERK, small_city.first_one)
    assert clerk.get(url).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_asks_takes_the_same_queries(rows, signed_in_as, small_city, send, django_assert_max_num_queries):  # noqa: F811
    for _n in range(rows):
        send()
    staff = signed_in_as()
    with django_assert_max_num_queries(12):
        staff.get(reverse("obligations:asks"))
    with django_assert_max_num_queries(12):
        staff.get(reverse("records:list", args=["obligations.asks"]))
