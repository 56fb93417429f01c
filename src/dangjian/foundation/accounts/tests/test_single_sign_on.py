"""Single sign-on against a provider on the loopback address: links accounts that exist, opens none."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from dangjian.foundation.accounts import actions
from dangjian.foundation.accounts.models import Account
from dangjian.kernel.audit.models import Entry

from .factories import IdentityProvider, account

pytestmark = pytest.mark.django_db
START, BACK = "/sign-in/oidc/sso/login/", "/sign-in/oidc/sso/login/callback/"


@pytest.fixture
def provider(settings):
    with IdentityProvider(email="li@example.org", email_verified=True, preferred_username="somebody") as running:
        app = {"provider_id": "sso", "name": "统一认证", "client_id": "dangjian", "secret": "s"}
        app["settings"] = {"server_url": running.url}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield running


def come_back(client, **extra):
    away = client.post(START)
    assert away.status_code == 302
    asked = parse_qs(urlsplit(away.url).query)
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    return client.get(BACK, {"code": "the-code", "state": asked["state"][0], **extra})


def test_checked_email_signs_in_and_links_once(client, small_city, provider):
    li = account("li", small_city.first, email="li@example.org")
    assert "统一认证" in client.get("/sign-in/login/").text
    assert come_back(client).status_code == 302
    assert client.get("/me/").status_code == 200
    client.post("/sign-in/logout/")
    provider.claims |= {"email": "other@example.org"}
    come_back(client)
    assert client.get("/me/").status_code == 200, "the link holds when the e-mail changes"
    assert SocialAccount.objects.get().user_id == li.pk
    assert Entry.objects.filter(action=actions.LINKED).count() == 1
    assert Entry.objects.filter(action=actions.SIGNED_IN).first().changes["methods"] == ["socialaccount"]


def test_user_name_links_too(client, small_city, provider):
    account("somebody", small_city.first)
    come_back(client)
    assert client.get("/me/").status_code == 200


def test_unchecked_email_links_nothing(client, small_city, provider):
    account("li", small_city.first, email="li@example.org")
    provider.claims |= {"email_verified": False}
    assert come_back(client).status_code == 403
    assert client.get("/me/").status_code == 302


def test_two_accounts_for_one_person_link_nothing(client, small_city, provider):
    account("li", small_city.first, email="li@example.org")
    account("somebody", small_city.second)
    assert come_back(client).status_code == 403


def test_closed_account_is_not_known(client, small_city, provider):
    account("li", small_city.first, email="li@example.org", is_active=False)
    assert come_back(client).status_code == 403


def test_stranger_gets_no_account(client, small_city, provider):
    before = Account.objects.count()
    answer = come_back(client)
    assert answer.status_code == 403
    assert Account.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_forged_or_broken_answers_are_said_plainly(client, small_city, provider):
    account("li", small_city.first, email="li@example.org")
    assert client.get(BACK, {"code": "the-code", "state": "forged"}).status_code == 502
    assert client.get(BACK).status_code == 502
    provider.broken = True
    assert come_back(client).status_code == 502
    assert client.get("/me/").status_code == 302


def test_link_alone_does_not_leave_the_platform(client, provider):
    assert client.get(START).status_code == 200, "a click is asked for"


def test_without_a_provider_there_is_no_door(client):
    assert client.get(START).status_code == 404
