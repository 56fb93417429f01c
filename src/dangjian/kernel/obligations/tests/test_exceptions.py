"""Exemptions and tightenings from the pages, and the rules as they are listed."""

from datetime import date

import pytest
from django.urls import reverse

from dangjian.foundation.organisations.models import Term
from dangjian.foundation.organisations.rules import TERM_ELECTION
from dangjian.kernel.access.roles import Role
from dangjian.kernel.obligations.models import Exemption, LocalRule
from dangjian.kernel.obligations.queries import owed

TODAY = date(2017, 10, 9)
RULE = TERM_ELECTION.key
EXEMPT = {"reason": "机构改革，经批准延期", "starts_on": "2017-10-09", "ends_on": "2018-04-01"}
TIGHTEN = {"days_earlier": "30", "reason": "工委〔2017〕12号", "starts_on": "2017-01-01"}


@pytest.fixture
def term(small_city):
    return Term.objects.create(
        organisation=small_city.third, starts_on=date(2014, 12, 1), due_on=date(2017, 12, 1), rule="branch-2010"
    )


def musts(organisation):
    return [(must.key, must.due_on) for must in owed(organisation, TODAY, rules=[TERM_ELECTION])]


def test_a_term_that_runs_out_is_owed_and_an_exemption_excuses_it_until_it_is_ended(signed_in_as, small_city, term):
    assert musts(small_city.third) == [(RULE, date(2017, 12, 1))]
    staff = signed_in_as()
    assert staff.post(reverse("obligations:exempt", args=[RULE, small_city.third.pk]), EXEMPT).status_code == 302
    assert musts(small_city.third) == []
    exemption = Exemption.objects.get()
    end = reverse("obligations:end-exemption", args=[exemption.pk])
    page = staff.get(reverse("obligations:rule", args=[RULE])).content.decode()
    assert EXEMPT["reason"] in page
    assert end in page
    assert staff.get(end).status_code == 200
    assert Exemption.objects.get().ends_on == date(2018, 4, 1)
    staff.post(end)
    assert musts(small_city.third) == [(RULE, date(2017, 12, 1))]
    assert staff.post(end, follow=True).status_code == 200  # ended before: said, not failed


def test_a_tightening_brings_the_day_forward_and_its_end_back(signed_in_as, small_city, term):
    staff = signed_in_as()
    url = reverse("obligations:tighten", args=[RULE, small_city.committee.pk])
    assert url in staff.get(reverse("obligations:rule", args=[RULE])).content.decode()
    assert staff.post(url, TIGHTEN).status_code == 302
    assert musts(small_city.third) == [(RULE, date(2017, 11, 1))]
    local = LocalRule.objects.get()
    end = reverse("obligations:end-tightening", args=[local.pk])
    secretary = signed_in_as(Role.BRANCH_SECRETARY, small_city.third)
    page = secretary.get(reverse("obligations:rule", args=[RULE])).content.decode()
    assert TIGHTEN["reason"] in page  # who is asked more sees by which decision
    assert end not in page
    assert secretary.post(end).status_code == 403
    staff = signed_in_as()
    staff.post(end)
    local.refresh_from_db()
    assert local.ends_on == TODAY


@pytest.mark.parametrize("wrong", [{"days_earlier": ""}, {"days_earlier": "0"}, {"ends_on": "2016-01-01"}])
def test_a_tightening_that_cannot_be_keeps_what_was_typed(signed_in_as, small_city, wrong):
    url = reverse("obligations:tighten", args=[RULE, small_city.committee.pk])
    answer = signed_in_as().post(url, TIGHTEN | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert TIGHTEN["reason"] in answer.content.decode()
    assert not LocalRule.objects.exists()


def test_only_the_work_committee_tightens_and_nobody_reaches_a_sister(signed_in_as, small_city):
    office = signed_in_as(Role.PARTY_OFFICE, small_city.second)
    assert office.get(reverse("obligations:tighten", args=[RULE, small_city.second.pk])).status_code == 403
    foreign = Exemption.objects.create(
        organisation=small_city.first_one,
        rule=RULE,
        reason="x",
        granted_by="x",
        granted_on=TODAY,
        starts_on=TODAY,
        ends_on=date(2018, 1, 1),
    )
    assert office.post(reverse("obligations:end-exemption", args=[foreign.pk])).status_code == 404


def test_the_list_of_rules_says_where_each_version_is_written(signed_in_as, small_city):
    page = signed_in_as(Role.BRANCH_SECRETARY, small_city.third).get(reverse("obligations:rules"))
    shown = [one for one in page.context["rules"] if one.rule.key == RULE]
    assert [(one.number, one.version.effective_on.year, one.in_force) for one in shown] == [
        (3, 2019, False),
        (2, 2010, True),
        (1, 1998, False),
    ]
    assert "（2010" in page.content.decode()


def test_what_is_due_next_year_is_owed_once_its_time_has_begun(small_city, term):
    Term.objects.update(due_on=date(2018, 4, 10))  # 183 days after today: the day it opens
    assert musts(small_city.third) == [(RULE, date(2018, 4, 10))]
    Term.objects.update(due_on=date(2018, 4, 11))
    assert musts(small_city.third) == []
    assert [m.key for m in owed(small_city.third, TODAY, ahead_days=184, rules=[TERM_ELECTION])] == [RULE]
