"""Who takes part in a blind review is told by no page of a brand, nor by any list, file or answer of the register."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.work.awards.tests import review_factories as reviews
from dangjian.work.brands.enums import BrandStage
from dangjian.work.brands.stages import RECORD_KIND

from . import factories

pytestmark = pytest.mark.django_db
LIST = f"/records/{RECORD_KIND}/"


@pytest.fixture
def leader(small_city):
    """A reviewer who reads the register of the whole city."""
    account = reviews.account()
    Grant.objects.create(
        account=account, role=Role.COMMITTEE_LEADER, organisation=small_city.committee, starts_on=date(2016, 1, 1)
    )
    return account


@pytest.fixture
def brand(small_city):
    return factories.practised(small_city.second_one, name="税徽闪亮", on=date(2017, 1, 5))


@pytest.fixture
def call(small_city, leader):
    made = reviews.call(small_city.committee, live=20, weights=(50, 30), title="优秀品牌评选")
    reviews.panel(made, accounts=[leader])
    return made


def browser_of(account):
    cache.clear()
    client = Client()
    client.force_login(account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
    return client


def told(client, brand):
    """What the register and the pages of the brand answer, without what chance put there."""
    pages = {
        "home": reverse("brands:home"),
        "page": reverse("brands:brand", args=[brand.pk]),
        "block": reverse("brands:of", args=[brand.organisation_id]),
        "list": LIST,
        **{f"list of {stage}": f"{LIST}?stage={stage}" for stage in BrandStage.values},
    }
    answers = {name: client.get(address) for name, address in pages.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    found = {
        name: re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0] for name, answer in answers.items()
    }
    book = load_workbook(BytesIO(b"".join(client.post(f"{LIST}export/"))))
    found["file"] = str([row for row in book.active.iter_rows(values_only=True) if "税徽闪亮" in row])
    return {name: re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text) for name, text in found.items()}


def entered(call, brand, **facts):
    return reviews.nomination(
        call, brand.organisation, title=brand.name, record_kind=RECORD_KIND, record_id=brand.pk, **facts
    )


def short_listed(nomination):
    """Put on the short list and into the order of presentations."""
    nomination.short_listed_on = date(2017, 9, 20)
    nomination.save()
    nomination.entry.live_order = 1
    nomination.entry.save()


def test_a_reviewer_who_reads_the_register_does_not_learn_who_was_entered(call, brand, leader):
    client = browser_of(leader)
    before = told(client, brand)
    assert "税徽闪亮" in before["file"]
    nomination = entered(call, brand)
    reviews.assigned(call)
    assert told(client, brand) == before
    short_listed(nomination)
    assert told(client, brand) == before


def test_what_everybody_may_know_is_told_of_a_review_that_is_not_blind(call, brand, leader):
    client = browser_of(leader)
    nomination = entered(call, brand)
    reviews.assigned(call)
    call.is_blind = False
    call.save()
    page = told(client, brand)
    assert "税徽闪亮" in page[f"list of {BrandStage.ENTERED}"]
    short_listed(nomination)
    assert "税徽闪亮" in told(client, brand)[f"list of {BrandStage.SHORT_LISTED}"]


def test_those_who_entered_it_see_where_it_stands_and_the_short_list_once_it_is_drawn(call, brand, small_city):
    author = small_city.account(Role.BRANCH_SECRETARY, brand.organisation)
    nomination = entered(call, brand)
    reviews.assigned(call)

    def stage():
        page = browser_of(author).get(reverse("brands:brand", args=[brand.pk]))
        return page.context["stage"], page.context["life"].nominations

    at, nominations = stage()
    assert at == BrandStage.ENTERED
    assert [one.call.title for one in nominations] == ["优秀品牌评选"]
    nomination.short_listed_on = date(2017, 9, 20)
    nomination.save()
    assert stage()[0] == BrandStage.ENTERED
    short_listed(nomination)
    assert stage()[0] == BrandStage.SHORT_LISTED
