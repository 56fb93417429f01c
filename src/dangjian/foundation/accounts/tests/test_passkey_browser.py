"""A passkey in a real browser, kept by its virtual authenticator: add it, sign out, sign in with it alone."""

import pytest
from django.core.cache import cache
from django.db import connection

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.audit.append_only import forbid_changes, permit_changes

from .factories import PASSWORD, account


def append_only_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def emptied(transactional_db):
    """Real commits; the append-only tables are emptied here, since the clean-up afterwards may not touch their rows."""
    yield
    with connection.schema_editor() as editor:
        for table in append_only_tables():
            permit_changes(table)(None, editor)
            editor.execute(f"DELETE FROM {table}")
            forbid_changes(table)(None, editor)


def test_passkey_in_the_browser(page, live_server, emptied):
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
