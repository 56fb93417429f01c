"""Pages about oneself: settings, sessions, tokens, what is held and who looked, roles with the hand-over page."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dangjian.foundation.accounts import actions, queries, services
from dangjian.foundation.accounts.devices import device_words
from dangjian.foundation.accounts.handover import registry
from dangjian.foundation.accounts.models import Account, PersonalToken
from dangjian.foundation.accounts.services import AccountError, TokenError
from dangjian.foundation.members.enums import CorrectionState, PostTitle
from dangjian.foundation.members.models import Correction, Post
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit import looks
from dangjian.kernel.audit.models import Entry, Look

from .factories import FOUNDED, PASSWORD, account, member

pytestmark = pytest.mark.django_db
TODAY = FOUNDED.replace(2017, 10, 9)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def person(small_city):
    return member(
        "陈某某", small_city.first_one, identity_number="110101199003070011", mobile_phone="13900000001", sex="1"
    )


@pytest.fixture
def li(small_city, person):
    return account("chen", member=person, display_name="陈某某")


@pytest.fixture
def at_home(client, li):
    client.post("/sign-in/login/", {"login": "chen", "password": PASSWORD}, headers={"user-agent": WINDOWS})
    return client


@pytest.mark.parametrize(("said", "words"), [(WINDOWS, "Chrome · Windows"), ("curl/8", "未知设备"), ("", "未知设备")])
def test_device_in_words(said, words):
    assert device_words(said) in (words, "Unknown device")


def test_wechat_is_called_so():
    assert device_words(WECHAT).endswith("· iPhone")


def test_member_holds_the_role_at_the_branch_without_a_grant(small_city, li):
    held = actor_for(li).held
    assert [(one.role, one.organisation_id) for one in held] == [(Role.MEMBER, small_city.first_one.pk)]
    assert li.organisation == small_city.first_one
    li.member.memberships.update(ends_on=TODAY)
    assert actor_for(li).held == ()


def test_settings_are_changed_and_clashes_named_beside_their_line(at_home, li, small_city):
    account("wang", small_city.first, phone="13800000002", email="wang@example.org")
    given = {"phone": "13800000003", "email": "chen@example.org", "language": "en", "large_print": "on"}
    assert at_home.post("/me/", given).status_code == 302
    li.refresh_from_db()
    assert (li.phone, li.email, li.language, li.large_print) == ("13800000003", "chen@example.org", "en", True)
    for field, taken in (("phone", "13800000002"), ("email", "WANG@example.org")):
        answer = at_home.post("/me/", given | {field: taken})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert taken in answer.text, "nothing typed is lost"
    assert Entry.objects.filter(action=actions.PROFILE_CHANGED).count() == 1


def test_user_name_cannot_be_the_phone_of_another(small_city):
    account("wang", small_city.first, phone="13800000002")
    with pytest.raises(AccountError):
        services.open_account(username="13800000002", display_name="x", organisation=small_city.first, by=None)


def test_sessions_are_seen_and_ended(at_home, li):
    phone = Client(headers={"user-agent": WECHAT})
    phone.post("/sign-in/login/", {"login": "chen", "password": PASSWORD})
    page = at_home.get("/me/security/")
    assert [line.current for line in page.context["sessions"]] == [True, False]
    other = page.context["sessions"][1]
    assert at_home.post(reverse("accounts:end-session", args=[other.pk])).status_code == 302
    assert phone.get("/me/").status_code == 302
    assert at_home.get("/me/").status_code == 200
    phone.post("/sign-in/login/", {"login": "chen", "password": PASSWORD})
    at_home.post(reverse("accounts:end-other-sessions"))
    assert phone.get("/me/").status_code == 302
    assert Entry.objects.filter(action=actions.SESSION_ENDED, target_id=li.pk).count() == 2


def test_session_of_somebody_else_is_out_of_reach(at_home, small_city):
    account("wang", small_city.first)
    phone = Client()
    phone.post("/sign-in/login/", {"login": "wang", "password": PASSWORD})
    theirs = UserSession.objects.get(user__username="wang")
    assert at_home.post(reverse("accounts:end-session", args=[theirs.pk])).status_code == 404
    assert phone.get("/me/").status_code == 200


def test_token_is_shown_once_and_opens_until_its_day(at_home, li):
    answer = at_home.post("/me/tokens/", {"label": "报表", "ends_on": "2018-10-01"})
    key = answer.context["key"]
    assert key in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert key not in at_home.get("/me/tokens/").text
    token = PersonalToken.objects.get()
    assert key not in (token.digest, token.prefix)
    assert queries.account_of_key(key, TODAY) == (li, token)
    assert queries.account_of_key(key, token.ends_on) is None
    assert queries.account_of_key(f"{key}x", TODAY) is None
    at_home.post(reverse("accounts:revoke-token", args=[token.pk]))
    assert queries.account_of_key(key, TODAY) is None


@pytest.mark.parametrize("ends_on", ["2017-10-09", "2018-10-11", "2099-01-01", "", "31/31"])
def test_token_lasts_a_day_to_a_year(at_home, ends_on):
    assert at_home.post("/me/tokens/", {"label": "x", "ends_on": ends_on}).status_code == 422
    assert not PersonalToken.objects.exists()


def test_token_of_somebody_else_is_out_of_reach(at_home, small_city):
    wang = account("wang", small_city.first)
    token, _key = services.make_token(label="x", ends_on=TODAY + timedelta(days=3), by=actor_for(wang))
    assert at_home.post(reverse("accounts:revoke-token", args=[token.pk])).status_code == 404
    with pytest.raises(TokenError):
        services.revoke_token(token, by=actor_for(Account.objects.get(username="chen")))


def test_closed_account_loses_sessions_and_tokens(at_home, li, small_city):
    _token, key = services.make_token(label="x", ends_on=TODAY + timedelta(days=3), by=actor_for(li))
    services.close_account(li, reason="调离", by=small_city.actor(Role.SYSTEM_ADMINISTRATOR))
    assert at_home.get("/me/").status_code == 302
    assert queries.account_of_key(key, TODAY) is None


def test_everything_held_is_shown_in_clear_with_who_looked(at_home, person, small_city):
    clerk = small_city.actor(Role.BRANCH_CLERK, small_city.first_one)
    looks.looked(clerk, person, Look.What.UNMASK, fields=["identity_number"], reason="核对档案")
    looks.flush(clerk)
    Post.objects.create(organisation=small_city.first_one, member=person, title=PostTitle.SECRETARY, starts_on=FOUNDED)
    page = at_home.get("/me/held/")
    for text in ("110101199003070011", "13900000001", "甲局第一支部", clerk.name, "核对档案"):
        assert text in page.text, text
    assert page["Cache-Control"] == "no-store"


def test_correction_goes_to_the_branch(at_home, person):
    page = at_home.post("/me/held/correction/", {"item": "born_on", "proposed": "not a day"})
    assert page.status_code == 422
    assert "not a day" in page.text
    assert at_home.post("/me/held/correction/", {"item": "born_on", "proposed": "1990-03-07"}).status_code == 302
    made = Correction.objects.get()
    assert (made.member, made.state) == (person, CorrectionState.PROPOSED)
    assert "1990-03-07" in at_home.get("/me/held/").text


def test_account_without_a_member_sees_the_account_only(signed_in_as, small_city):
    client = signed_in_as(Role.SYSTEM_ADMINISTRATOR)
    assert client.get("/me/held/").context["held"] is None
    assert client.post("/me/held/correction/", {"item": "name", "proposed": "x"}).status_code == 404


def test_acting_for_only_where_a_role_is_held(at_home, li, small_city):
    Grant.objects.create(account=li, role=Role.PARTY_OFFICE, organisation=small_city.first, starts_on=FOUNDED)
    assert "甲局机关党委" in at_home.get("/me/acting-for/").text
    for chosen, acting in ((small_city.first_one, small_city.first_one), (small_city.second, small_city.first_one)):
        at_home.post("/me/acting-for/", {"organisation": chosen.pk})
        assert at_home.get("/me/").context["actor"].organisation == acting
    assert at_home.post("/me/acting-for/", {"organisation": "x"}).status_code == 302


def test_lend_take_back_and_hand_over_by_hand(signed_in_as, small_city):
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    account("wang", small_city.first_one, display_name="王某")
    grant = Grant.objects.get(role=Role.BRANCH_SECRETARY)
    lend, days = reverse("accounts:lend", args=[grant.pk]), {"starts_on": "2017-10-10", "ends_on": "2017-10-20"}
    answer = client.post(lend, days | {"to": "nobody", "reason": "学习"})
    assert (answer.status_code, "学习" in answer.text) == (422, True)
    assert client.post(lend, days | {"to": "王某", "reason": "学习"}).status_code == 302
    loan = Grant.objects.get(lent_from=grant)
    assert "王某" in client.get("/me/roles/").text
    assert client.post(reverse("accounts:take-back", args=[loan.pk])).status_code == 302
    assert not Grant.objects.filter(pk=loan.pk).exists()
    page = client.get(reverse("accounts:hand-over-page", args=[grant.pk]))
    assert len(page.context["pack"]) == len(registry.registry) >= 6
    over = reverse("accounts:hand-over", args=[grant.pk])
    assert client.post(over, {"to": "wang", "on": "2017-10-20"}).status_code == 302
    assert Grant.objects.filter(account__username="wang", starts_on="2017-10-20").exists()


def test_role_of_somebody_else_is_out_of_reach(signed_in_as, small_city):
    theirs = Grant.objects.get(account=small_city.account(Role.BRANCH_SECRETARY, small_city.second_one))
    client = signed_in_as(Role.BRANCH_SECRETARY, small_city.first_one)
    for page in ("lend", "hand-over", "hand-over-page", "take-back"):
        assert client.get(reverse(f"accounts:{page}", args=[theirs.pk])).status_code == 404


def test_administrators_open_and_help_accounts(signed_in_as, small_city, person):
    client = signed_in_as(Role.SYSTEM_ADMINISTRATOR)
    given = {"username": "zhao", "display_name": "赵某", "organisation": "35-01-01", "member_name": "陈某某"}
    assert client.post("/me/administration/accounts/open/", given | {"organisation": "9"}).status_code == 422
    answer = client.post("/me/administration/accounts/open/", given)
    opened = Account.objects.get(username="zhao")
    password = answer.context["one_time_password"]
    assert (opened.member, opened.must_change_password, opened.check_password(password)) == (person, True, True)
    assert password not in str(list(Entry.objects.values_list("changes", flat=True)))
    page = f"/me/administration/accounts/{opened.pk}/"
    again = client.post(f"{page}password/").context["one_time_password"]
    assert again != password
    assert client.post(f"{page}change/", {"display_name": "赵某某", "organisation": "35"}).status_code == 302
    assert client.post(f"{page}close/", {}).status_code == 422
    assert client.post(f"{page}close/", {"reason": "调离"}).status_code == 302
    assert client.post(f"{page}reopen/").status_code == 302
    assert client.post(f"{page}factors/", {"reason": "丢失"}).status_code == 302
    shown = client.get(page)
    assert "110101199003070011" not in shown.text
    assert client.get("/members/").status_code in (403, 404)


def test_security_officer_grants_and_ends_by_hand(signed_in_as, small_city):
    account("wang", small_city.first_one)
    client = signed_in_as(Role.SECURITY_OFFICER)
    given = {"account": "wang", "role": "branch_clerk", "organisation": "35-01-01", "starts_on": "2017-10-09"}
    assert client.post("/me/administration/grants/new/", given).status_code == 422, "a reason is asked for"
    assert client.post("/me/administration/grants/new/", given | {"reason": "任命"}).status_code == 302
    grant = Grant.objects.get(account__username="wang")
    page = f"/me/administration/grants/{grant.pk}/end/"
    assert client.post(page, {"on": "2017-12-01", "reason": "届满"}).status_code == 302
    grant.refresh_from_db()
    assert grant.ends_on.isoformat() == "2017-12-01"


def test_first_administrators_are_made_by_the_platform_alone(small_city):
    made, password = services.create_administrator(
        role=Role.SYSTEM_ADMINISTRATOR, username="root-1", display_name="系统管理员", organisation=small_city.committee
    )
    assert made.check_password(password)
    for role, by in ((Role.SYSTEM_ADMINISTRATOR, None), (Role.MEMBER, None), (Role.AUDITOR, actor_for(made))):
        with pytest.raises(AccountError):
            services.create_administrator(
                role=role, username="x", display_name="x", organisation=small_city.committee, by=by
            )


@pytest.mark.parametrize("page", ["/me/", "/me/security/", "/me/tokens/", "/me/roles/", "/me/held/"])
def test_no_page_takes_more_than_twenty_queries(at_home, page, django_assert_max_num_queries):
    at_home.get(page)
    with django_assert_max_num_queries(20):
        assert at_home.get(page).status_code == 200
