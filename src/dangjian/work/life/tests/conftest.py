"""Browsers of people of the small city, each signed in by the door."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.accounts.tests.factories import PASSWORD, account
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.work.life.services import begin_talk_reasons


@pytest.fixture(autouse=True)
def occasions(request):
    """The catalogue of must-talk occasions, as it begins on a new platform."""
    if request.node.get_closest_marker("django_db") or {"small_city", "db"} & set(request.fixturenames):
        request.getfixturevalue("db")
        begin_talk_reasons(by=None)


@pytest.fixture
def enter(small_city):
    """``enter(role, organisation, member=…)``: a browser in which somebody has just signed in."""
    cache.clear()

    def go_in(role, organisation, **fields):
        name = f"{role}-{organisation.code}-{Account.objects.count()}"
        made = account(name, organisation, **fields)
        if role != Role.MEMBER:
            Grant.objects.create(account=made, role=role, organisation=organisation, starts_on=date(2015, 1, 1))
        browser = Client()
        answer = browser.post("/sign-in/login/", {"login": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    return go_in
