"""One appraisal from opening to filed, lived through the pages by a secretary, members and those above."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from dangjian.foundation.members.enums import Category, ConditionKind
from dangjian.foundation.members.models import Condition
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records.waiting import waiting_for
from dangjian.work.life.enums import Stage
from dangjian.work.life.models import DemocraticAppraisal, GradeCount

from .factories import account_of

pytestmark = pytest.mark.django_db
FOUR = {name: f"{name}：自我评价，尚有差距。" for name in ("politics", "discipline", "character", "role")}
WRITTEN = "自我评价"


@pytest.fixture
def branch(small_city):
    return small_city.first_one


def enter(account):
    browser = Client()
    browser.force_login(account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return browser


def send(browser, address, **fields):
    answer = browser.post(address, fields)
    errors = answer.context["form"].errors if answer.context and "form" in answer.context else ""
    assert answer.status_code == 302, f"{address}: {errors}"
    return answer.url


def titles(account):
    with override("en"):
        return [str(one.title) for one in waiting_for(actor_for(account))]


def page(name, appraisal):
    return reverse(f"life:{name}", args=[appraisal.pk])


@pytest.fixture
def people(branch):
    """Six to be graded, one on probation, one exempt; the first is the secretary."""
    made = [member(branch) for _n in range(6)]
    made.append(member(branch, category=Category.PROBATIONARY))
    made.append(member(branch))
    Condition.objects.create(member=made[-1], kind=ConditionKind.EXEMPT, starts_on=date(2017, 1, 1))
    return made


def test_a_round_by_phone_from_opening_to_filed(small_city, branch, people):
    accounts = [account_of(one, branch, Role.BRANCH_SECRETARY if n == 0 else None) for n, one in enumerate(people)]
    secretary, above = enter(accounts[0]), enter(small_city.account(Role.COMMITTEE_STAFF, small_city.committee))

    # The secretary opens the year; it cannot be opened twice.
    address = reverse("life:open-appraisal", args=[branch.pk])
    send(secretary, address, year="2017", ballots="phone", on="2017-09-01")
    assert secretary.post(address, {"year": "2017", "ballots": "paper", "on": "2017-09-01"}).context["form"].errors
    appraisal = DemocraticAppraisal.objects.get()
    assert "Write your self-assessment" in titles(accounts[1])
    assert page("my-appraisal", appraisal) in enter(accounts[1]).get(reverse("life:my-appraisals")).content.decode()

    # A member writes; before the meeting not even the secretary reads it.
    send(enter(accounts[1]), page("my-appraisal", appraisal), **FOUR)
    assert "Write your self-assessment" not in titles(accounts[1])
    for reader in (secretary, enter(accounts[2]), above):
        assert WRITTEN not in reader.get(page("appraisal", appraisal)).content.decode()
        assert WRITTEN not in reader.get(page("my-appraisal", appraisal)).content.decode()

    # At the meeting the branch reads it, those above do not.
    send(secretary, page("start-voting", appraisal), on="2017-09-20")
    assert WRITTEN in secretary.get(page("appraisal", appraisal)).content.decode()
    assert WRITTEN in enter(accounts[2]).get(page("my-appraisal", appraisal)).content.decode()
    assert WRITTEN not in above.get(page("appraisal", appraisal)).content.decode()

    # Seven vote: the six and the exempt member, not who is on probation.
    assert "Vote in the appraisal" in titles(accounts[7])
    assert "Vote in the appraisal" not in titles(accounts[6])
    keys = list(appraisal.places.filter(is_graded=True).values_list("pk", flat=True))
    assert len(keys) == 6
    for account in (*accounts[:6], accounts[7]):
        browser = enter(account)
        ballot = send(browser, page("take-slip", appraisal))
        code = browser.get(ballot).context["code"]
        marks = {f"mark_{key}": "excellent" if n < 2 else "qualified" for n, key in enumerate(keys)}
        assert browser.post(ballot, {**marks, "code": code, "cast": "1"}).status_code == 200
    assert not GradeCount.objects.exists()
    assert "Vote in the appraisal" not in titles(accounts[7])
    refused = enter(accounts[6]).post(page("take-slip", appraisal))
    assert refused.url == page("my-appraisal", appraisal)

    # Closed, the sums are there for the branch; the box is gone.
    send(secretary, page("close-vote", appraisal), on="2017-09-20")
    assert GradeCount.objects.get(place=keys[0]).excellent == 7
    assert GradeCount.objects.get(place=keys[5]).qualified == 7
    assert enter(accounts[1]).get(ballot).status_code == 404

    # Three excellent of six is more than a third and needs a reason; two are not.
    grades = {f"grade_{key}": "excellent" if n < 3 else "qualified" for n, key in enumerate(keys)}
    over = secretary.post(page("decide-grades", appraisal), {**grades, "on": "2017-09-21"})
    assert "3" in over.context["form"].errors["over_reason"][0]
    send(secretary, page("decide-grades", appraisal), **{**grades, f"grade_{keys[2]}": "qualified"}, on="2017-09-21")

    # Told, each sees the own grade and no other; those above see sums, small ones withheld.
    own = enter(accounts[1]).get(page("my-appraisal", appraisal)).content.decode()
    assert "我的等次" not in own
    send(secretary, page("tell-members", appraisal), on="2017-09-25")
    own = enter(accounts[1]).get(page("my-appraisal", appraisal)).content.decode()
    assert "我的等次" in own
    seen = above.get(page("appraisal", appraisal))
    assert seen.context["places"] == ()
    assert [one.number for one in seen.context["summary"].grades] == [None, None, 0, 0]
    assert not any(person.name in seen.content.decode() for person in people)

    send(secretary, page("file-appraisal", appraisal), on="2017-09-30")
    filed = DemocraticAppraisal.objects.get()
    assert (filed.stage, filed.ballots_counted) == (Stage.FILED, 7)
    assert (
        secretary.post(page("withdraw-appraisal", appraisal), {"on": "2017-10-01", "reason": "x"})
        .context["form"]
        .errors
    )


def test_a_small_branch_is_told_to_vote_on_paper_and_two_counters_enter_it(small_city, branch):
    people = [member(branch) for _n in range(4)]
    secretary = enter(account_of(people[0], branch, Role.BRANCH_SECRETARY))
    address = reverse("life:open-appraisal", args=[branch.pk])
    by_phone = secretary.post(address, {"year": "2017", "ballots": "phone", "on": "2017-09-01"})
    assert "纸质测评" in by_phone.context["form"].errors["ballots"][0]
    send(secretary, address, year="2017", ballots="paper", on="2017-09-01")
    appraisal = DemocraticAppraisal.objects.get()
    send(secretary, page("start-voting", appraisal), on="2017-09-20")
    assert secretary.post(page("take-slip", appraisal)).url == page("my-appraisal", appraisal)
    keys = list(appraisal.places.values_list("pk", flat=True))
    counted = {"on": "2017-09-20", "first_counter": "甲某", "took_part": keys, "ballots": "4"}
    alone = secretary.post(page("close-vote", appraisal), counted)
    assert "second_counter" in alone.context["form"].errors
    send(secretary, page("close-vote", appraisal), **counted, second_counter="乙某")
    answer = secretary.get(page("appraisal", appraisal))
    assert answer.context["summary"].is_small
    assert not GradeCount.objects.exists()


def test_nobody_else_opens_or_reads_a_place(small_city, branch, people):
    secretary = enter(account_of(people[0], branch, Role.BRANCH_SECRETARY))
    send(secretary, reverse("life:open-appraisal", args=[branch.pk]), year="2017", ballots="paper", on="2017-09-01")
    appraisal = DemocraticAppraisal.objects.get()
    stranger = enter(account_of(member(small_city.first_two), small_city.first_two))
    for name in ("my-appraisal", "take-slip"):
        assert stranger.get(page(name, appraisal)).status_code == 404
        assert stranger.post(page(name, appraisal), FOUR).status_code == 404
    assert stranger.get(page("appraisal", appraisal)).status_code == 403
    clerk = enter(small_city.account(Role.BRANCH_CLERK, branch))
    assert clerk.get(page("appraisal", appraisal)).context["places"]
    assert clerk.post(page("decide-grades", appraisal), {}).status_code == 403


def test_pages_of_a_round_take_few_queries(branch, people):
    account = account_of(people[0], branch, Role.BRANCH_SECRETARY)
    secretary = enter(account)
    send(secretary, reverse("life:open-appraisal", args=[branch.pk]), year="2017", ballots="phone", on="2017-09-01")
    appraisal = DemocraticAppraisal.objects.get()
    send(secretary, page("my-appraisal", appraisal), **FOUR)
    send(secretary, page("start-voting", appraisal), on="2017-09-20")
    addresses = [page(name, appraisal) for name in ("appraisal", "my-appraisal", "close-vote")]
    for address in (*addresses, reverse("life:appraisals-of", args=[branch.pk]), reverse("life:my-appraisals")):
        with CaptureQueriesContext(connection) as queries:
            assert secretary.get(address).status_code == 200
        asked = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
        assert len(asked) <= 12, f"{address}:\n" + "\n".join(asked)
