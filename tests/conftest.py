"""Fixtures that journeys and tests of the code base share with the rooms."""

from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.db import connection, transaction
from django.test import Client, RequestFactory

from dangjian.city.build import SMALLEST, build
from dangjian.city.cast import MODEL_DAY
from dangjian.conftest import fixed_day, signed_in_as, small_city
from dangjian.foundation.accounts.models import Account
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation

__all__ = ["fixed_day", "signed_in_as", "small_city"]
SEED = 20171009
NO_ROLE = "nobody"


@dataclass
class ModelCity:
    """A small model city: its committee, a committee with branches, its sister, and a signed-in client per role.

    Everybody acts for ``first``, so that ``sister`` is out of everybody's reach.
    """

    committee: Organisation
    first: Organisation
    branch: Organisation
    sister: Organisation
    clients: dict = field(default_factory=dict)
    accounts: dict = field(default_factory=dict)

    def account(self, name, *held):
        """An account with roles: pairs of role and organisation."""
        made = Account.objects.create_user(name, "Secret-1", display_name=name, organisation=self.committee)
        for role, organisation in held:
            Grant.objects.create(account=made, role=role, organisation=organisation, starts_on=organisation.starts_on)
        return made

    def actor(self, role):
        """The actor of a role at ``first``, on the day the city lives on."""
        return actor_for(self.accounts[role], request_id="t" * 32)

    def signed_in(self, account):
        """A client that this account is signed in with."""
        client = Client(raise_request_exception=False)
        request = RequestFactory().get("/")
        request.session = client.session
        login(request, account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client


@pytest.fixture(scope="module")
def whole_city(django_db_setup, django_db_blocker):
    """Built once for a module, in a transaction that is undone after it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DANGJIAN_TODAY", MODEL_DAY)
        build(seed=SEED, scale=SMALLEST)
        # PostgreSQL puts the keys of rows off until they are asked for: now, not again after every test.
        connection.check_constraints()
        committee = Organisation.objects.get(depth=0)
        first, sister = [
            one
            for one in Organisation.objects.direct().filter(ends_on=None).order_by("code")
            if one.children.filter(ends_on=None).count() > 1
        ][:2]
        branch = first.children.filter(ends_on=None).order_by("code")[0]
        city = ModelCity(committee, first, branch, sister)
        city.accounts = {role: city.account(f"{role}-first", (role, first)) for role in Role}
        city.accounts[NO_ROLE] = city.account(NO_ROLE)
        city.clients = {name: city.signed_in(account) for name, account in city.accounts.items()}
        yield city
        transaction.set_rollback(True)


@pytest.fixture
def model_city(whole_city, db):
    """The model city, as it was built, for one test."""
    return whole_city
