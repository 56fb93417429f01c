"""A small city for all tests: seven organisations and one actor per role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth import login

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import place

TODAY = date(2017, 10, 9)
FOUNDED = date(2010, 1, 1)


@dataclass
class SmallCity:
    """The work committee, organ committee 甲 with branches 甲一 and 甲二, general branch 乙 with 乙一, branch 丙."""

    committee: Organisation
    first: Organisation
    first_one: Organisation
    first_two: Organisation
    second: Organisation
    second_one: Organisation
    third: Organisation

    def account(self, role: str, at: Organisation, *, username: str = "") -> Account:
        """An account that holds a role at an organisation."""
        name = username or f"{role}-{at.code}"
        account = Account.objects.filter(username=name).first() or Account.objects.create_user(
            name, "Secret-1", display_name=name, organisation=at
        )
        Grant.objects.get_or_create(account=account, role=role, organisation=at, starts_on=FOUNDED)
        return account

    def actor(self, role: str = Role.COMMITTEE_STAFF, at: Organisation | None = None) -> Actor:
        """The actor of such an account, today."""
        return actor_for(self.account(role, at or self.committee), request_id="t" * 32)


@pytest.fixture(autouse=True)
def fixed_day(settings):
    """Every test lives on the same day."""
    settings.DANGJIAN_TODAY = TODAY
    return TODAY


@pytest.fixture
def small_city(db) -> SmallCity:
    """Seven organisations, no members."""

    def put(code: str, name: str, kind: Kind, parent: Organisation | None) -> Organisation:
        return place(code=code, name=f"中共{name}", short_name=name, kind=kind, parent=parent, starts_on=FOUNDED)

    committee = put("35", "市直机关工委", Kind.WORK_COMMITTEE, None)
    first = put("35-01", "甲局机关党委", Kind.ORGAN_COMMITTEE, committee)
    second = put("35-02", "乙局党总支", Kind.GENERAL_BRANCH, committee)
    return SmallCity(
        committee=committee,
        first=first,
        first_one=put("35-01-01", "甲局第一支部", Kind.BRANCH, first),
        first_two=put("35-01-02", "甲局第二支部", Kind.BRANCH, first),
        second=second,
        second_one=put("35-02-01", "乙局第一支部", Kind.BRANCH, second),
        third=put("35-03", "丙局党支部", Kind.BRANCH, committee),
    )


@pytest.fixture
def signed_in_as(client, rf, settings, small_city) -> Callable[..., object]:
    """``signed_in_as(role, organisation)``: the test client, signed in."""

    def sign_in(role: str = Role.COMMITTEE_STAFF, at: Organisation | None = None):
        # Like `force_login`, but from an address, which sign-in asks for.
        request = rf.get("/")
        request.session = client.session
        login(
            request,
            small_city.account(role, at or small_city.committee),
            backend="dangjian.foundation.accounts.backends.AnyNameBackend",
        )
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client

    return sign_in
