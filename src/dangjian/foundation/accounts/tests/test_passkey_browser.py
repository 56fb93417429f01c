"""A passkey in a real browser, kept by its virtual authenticator: add it, sign out, sign in with it alone."""

import pytest
from django.core.cache import cache
from django.db import connection

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.audit.append_only import forbid_changes, permit_changes

from .factories import PASSWORD, account


def guards(change):
    with connection.schema_editor() as editor:
        for table in ("audit_entry", "audit_look", "figures_reading"):
            change(table)(None, editor)


@pytest.fixture
def guards_back(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        guards(forbid_changes)


@pytest.fixture
def committing(guards_back, transactional_db):
    """Real commits; the append-only tables let themselves be emptied afterwards."""
    yield
    guards(permit_changes)


def test_passkey_in_the_browser(page, live_server, committing):
    cache.clear()
    account("li")
    home = live_server.url.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "isUserVerified": True}})
    page.goto(f"{home}/sign-in/login/")
    page.fill("[name=login]", "li")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button[type=submit]")
    page.goto(f"{home}/sign-in/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button[type=submit]")
    page.fill("[name=name]", "办公电脑")
    page.click("#passkey-add")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("code").count() == 10
    page.context.clear_cookies()
    page.goto(f"{home}/sign-in/login/")
    page.click("#passkey-login")
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/me/security/")
    assert page.url == f"{home}/me/security/"
    assert Account.objects.get().last_login is not None
