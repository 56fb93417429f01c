"""Signing in: three names, wrong passwords, lockout, forced change, idle sessions, pages that are not offered."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from dangjian.foundation.accounts import actions, middleware
from dangjian.foundation.accounts.models import Account
from dangjian.kernel.audit.models import Entry

from .factories import PASSWORD, account

pytestmark = pytest.mark.django_db
LOGIN = "/sign-in/login/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def li(small_city):
    return account("li", small_city.first, phone="13800000001", email="li@example.org", display_name="李某")


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


@pytest.mark.parametrize("name", ["li", "LI", " li ", "13800000001", "li@example.org", "LI@EXAMPLE.ORG"])
def test_sign_in_by_any_name(client, li, name):
    answer = sign_in(client, name)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/me/").status_code == 200
    entry = Entry.objects.get(action=actions.SIGNED_IN)
    assert (entry.account_id, entry.organisation_id, entry.changes["methods"]) == (
        li.pk,
        li.organisation_id,
        ["password"],
    )


@pytest.mark.parametrize(
    ("name", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("li", ""), ("", ""), ("a" * 300, "\0")]
)
def test_sign_in_refuses_with_a_sentence(client, li, name, password):
    answer = sign_in(client, name, password)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert 'role="alert"' in answer.text


def test_closed_account_does_not_sign_in(client, li):
    Account.objects.update(is_active=False)
    assert sign_in(client, "li").status_code == 200
    assert "_auth_user_id" not in client.session


def test_refused_sign_in_is_written_down_without_the_unknown_name(client, li):
    sign_in(client, "li", "wrong")
    sign_in(client, "My-Secret-Password-1", "wrong")
    known, unknown = Entry.objects.filter(action=actions.SIGN_IN_REFUSED).order_by("pk")
    assert (known.target_id, known.organisation_id) == (li.pk, li.organisation_id)
    assert (unknown.target_id, unknown.target_label) == (None, "my…")


def test_five_failures_lock_for_five_minutes_whichever_name_is_typed(client, li):
    names = ("li", "13800000001", "li@example.org", "LI")
    for name in names:
        assert sign_in(client, name, "wrong").status_code == 200
    locked = sign_in(client, "li", "wrong")
    assert locked.status_code == 429
    assert 290 <= int(locked["Retry-After"]) <= 300
    assert sign_in(client, "li").status_code == 429, "the right password does not help while locked"
    assert Entry.objects.filter(action=actions.LOCKED_OUT).count() == 1
    assert client.get(LOGIN).status_code == 200


def test_lockout_ends_by_itself_and_does_not_touch_others(client, li, small_city, monkeypatch):
    account("wang", small_city.first)
    for _n in range(5):
        sign_in(client, "li", "wrong")
    assert sign_in(client, "wang").status_code == 302
    client.logout()
    later = timezone.now() + timedelta(seconds=301)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: later)
    assert sign_in(client, "li").status_code == 302


def test_attempts_while_locked_do_not_prolong_it(client, li):
    for _n in range(5):
        sign_in(client, "li", "wrong")
    first = int(sign_in(client, "li", "wrong")["Retry-After"])
    time.sleep(1.1)
    assert int(sign_in(client, "li", "wrong")["Retry-After"]) < first


def test_given_password_has_to_be_changed_first(client, li):
    Account.objects.update(must_change_password=True)
    sign_in(client, "li")
    change = reverse("account_change_password")
    for page in ("/me/", "/", "/me/held/"):
        assert client.get(page).url == change
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(change, same).status_code == 200
    weak = {"oldpassword": PASSWORD, "password1": "abcdefgh", "password2": "abcdefgh"}
    assert client.post(change, weak).status_code == 200
    good = {"oldpassword": PASSWORD, "password1": "Neue-Nacht-2", "password2": "Neue-Nacht-2"}
    assert client.post(change, good).status_code == 302
    assert client.get("/me/").status_code == 200
    li.refresh_from_db()
    assert not li.must_change_password
    assert li.check_password("Neue-Nacht-2")
    assert Entry.objects.filter(action=actions.PASSWORD_CHANGED, target_id=li.pk).count() == 1


@pytest.mark.parametrize(("days", "due"), [(89, False), (91, True)])
def test_password_is_changed_every_ninety_days(client, li, days, due):
    Account.objects.update(password_changed_at=timezone.now() - timedelta(days=days))
    sign_in(client, "li")
    assert (client.get("/me/").status_code == 302) is due


def test_idle_session_ends_and_activity_keeps_it(client, li, settings):
    settings.DANGJIAN_IDLE_SECONDS = 600
    sign_in(client, "li")
    client.get("/me/")
    for idle, status in ((500, 200), (500, 200), (601, 302)):
        session = client.session
        session[middleware.SEEN] = int(time.time()) - idle
        session.save()
        assert client.get("/me/").status_code == status
    assert Entry.objects.filter(action=actions.SESSION_IDLE, target_id=li.pk).count() == 1
    assert not Entry.objects.filter(action=actions.SIGNED_OUT).exists()


def test_signing_out_needs_a_click_and_is_written_down(client, li):
    sign_in(client, "li")
    assert client.get("/sign-in/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    assert client.post("/sign-in/logout/").status_code == 302
    assert client.get("/me/").status_code == 302
    assert Entry.objects.filter(action=actions.SIGNED_OUT, target_id=li.pk).count() == 1


def test_next_never_leaves_the_platform(client, li):
    answer = client.post(LOGIN, {"login": "li", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.url == "/"


@pytest.mark.parametrize(
    "page",
    [
        "signup/",
        "3rdparty/signup/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-abc/",
        "confirm-email/",
        "confirm-email/abc/",
        "login/code/confirm/",
    ],
)
def test_what_is_not_offered_says_so(client, page):
    answer = client.get(f"/sign-in/{page}")
    assert answer.status_code == 404
    assert "系统管理员" in answer.text or "system administrator" in answer.text


def test_language_and_print_are_kept_on_the_device_and_with_the_account(client, li):
    assert client.post("/language/", {"language": "en", "next": "/sign-in/login/"}).url == LOGIN
    assert 'lang="en"' in client.get(LOGIN).text
    client.post("/ui/large-print/", {"large": "1"})
    assert client.cookies["large_print"].value == "1"
    sign_in(client, "li")
    client.post("/language/", {"language": "zh-hant"})
    client.post("/ui/large-print/", {"large": "1"})
    li.refresh_from_db()
    assert (li.language, li.large_print) == ("zh-hant", True)
    client.cookies.pop("django_language", None)
    assert 'lang="zh-hant"' in client.get("/me/").text
    assert client.get("/language/").status_code == 405
    assert client.post("/language/", {"language": "tlh", "next": "https://elsewhere.example"}).url == "/"
