"""Roles over time, against a slow reference; who may grant what to whom; three administrators stay three people."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.foundation.accounts import actions, services
from dangjian.foundation.accounts.models import Account
from dangjian.foundation.accounts.services import AccountError, GrantError
from dangjian.foundation.members.permissions import VIEW as SEE_MEMBERS
from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.permissions import registry
from dangjian.kernel.access.roles import ADMINISTRATORS, Role
from dangjian.kernel.audit.models import Entry

from .factories import account

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 9)
ROLES = (Role.BRANCH_SECRETARY, Role.BRANCH_CLERK, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR)
ADMINISTRATION = set(ADMINISTRATORS)


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.fixture
def officer(small_city):
    return small_city.actor(Role.SECURITY_OFFICER)


@pytest.fixture
def administrator(small_city):
    return small_city.actor(Role.SYSTEM_ADMINISTRATOR)


def granted(to, role, at, officer, starts=0, ends=None):
    return services.grant_role(
        to, role=role, organisation=at, starts_on=day(starts), ends_on=ends and day(ends), reason="任命", by=officer
    )


def own(grant, **changes):
    holder = actor_for(grant.account)
    return Actor(**{**holder.__dict__, **changes})


def test_granted_role_holds_on_its_days_and_is_written_down(small_city, officer):
    li = account("li")
    grant = granted(li, Role.BRANCH_CLERK, small_city.first_one, officer, 0, 10)
    assert actor_for(li).held == (Held(Role.BRANCH_CLERK, small_city.first_one.pk, small_city.first_one.path),)
    assert [bool(Grant.objects.on(day(n)).filter(pk=grant.pk)) for n in (-1, 0, 9, 10)] == [False, True, True, False]
    entry = Entry.objects.get(action=actions.GRANTED)
    assert (entry.account_id, entry.organisation_id) == (officer.account_id, small_city.first_one.pk)
    li.refresh_from_db()
    assert li.organisation == small_city.first_one, "whoever had no keeper is kept where the first role is"


def test_nobody_grants_to_themselves_or_beyond_their_reach(small_city, officer):
    self_account = Account.objects.get(pk=officer.account_id)
    with pytest.raises(GrantError):
        granted(self_account, Role.AUDITOR, small_city.committee, officer)
    local = small_city.actor(Role.SECURITY_OFFICER, small_city.first)
    with pytest.raises(GrantError):
        granted(account("li"), Role.BRANCH_CLERK, small_city.second_one, local)
    with pytest.raises(GrantError):
        granted(account("wang"), Role.BRANCH_CLERK, small_city.first_one, local, -1)
    with pytest.raises(GrantError):
        granted(account("zhao"), Role.MEMBER, small_city.first_one, local)


@pytest.mark.parametrize("first", ADMINISTRATORS)
@pytest.mark.parametrize("second", [*ADMINISTRATORS, Role.COMMITTEE_STAFF])
def test_administrators_stay_apart(small_city, officer, first, second):
    li = account("li")
    granted(li, first, small_city.committee, officer, 0, 30)
    if second != first:
        with pytest.raises(GrantError):
            granted(li, second, small_city.first, officer, 29, 60)
        with pytest.raises(GrantError):
            granted(li, second, small_city.first, officer, 10)
        granted(li, second, small_city.first, officer, 30, 60)


def test_no_administrator_does_the_work_of_another_or_sees_members():
    carried = {role: {key for key, one in registry.items() if role in one.roles} for role in ADMINISTRATORS}
    system, security, audit = (carried[role] for role in ADMINISTRATORS)
    changing = {"accounts.account.manage", "accounts.grant.manage", "audit.entry.view"}
    assert [len(changing & keys) for keys in (system, security, audit)] == [1, 1, 1]
    for keys in carried.values():
        assert not {key for key in keys if key.startswith("members.")}
        assert SEE_MEMBERS not in keys


def test_services_refuse_the_work_of_another(small_city, officer, administrator):
    li, auditor = account("li", small_city.first), small_city.actor(Role.AUDITOR)
    for by in (officer, auditor):
        for act in (
            lambda by: services.open_account(username="x", display_name="x", organisation=small_city.first, by=by),
            lambda by: services.reset_password(li, by=by),
            lambda by: services.close_account(li, reason="x", by=by),
            lambda by: services.clear_second_factors(li, reason="x", by=by),
        ):
            with pytest.raises(AccountError):
                act(by)
    for by in (administrator, auditor):
        with pytest.raises(GrantError):
            granted(li, Role.BRANCH_CLERK, small_city.first, by)


def test_system_administrator_cannot_take_over_an_administrator(small_city, administrator, officer):
    victim = Account.objects.get(pk=officer.account_id)
    victim.organisation = small_city.committee
    victim.save()
    with pytest.raises(AccountError):
        services.reset_password(victim, by=administrator)
    with pytest.raises(AccountError):
        services.clear_second_factors(victim, reason="x", by=administrator)
    assert services.reset_password(victim, by=None)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/me/administration/accounts/open/"),
        ("get", "/me/administration/grants/new/"),
        ("get", "/records/accounts.account/"),
        ("get", "/records/accounts.grant/"),
    ],
)
def test_pages_of_administrators_open_to_the_right_one_only(signed_in_as, small_city, method, path):
    allowed = {
        "/me/administration/accounts/open/": {Role.SYSTEM_ADMINISTRATOR},
        "/me/administration/grants/new/": {Role.SECURITY_OFFICER},
        "/records/accounts.account/": {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER},
        "/records/accounts.grant/": {Role.SECURITY_OFFICER},
    }[path]
    for role in (*ADMINISTRATORS, Role.COMMITTEE_STAFF, Role.BRANCH_CLERK):
        status = getattr(signed_in_as(role, small_city.committee), method)(path).status_code
        assert (status == 200) is (role in allowed), role
        assert status in (200, 403, 404)


def test_account_of_a_sister_organisation_is_out_of_reach(signed_in_as, small_city):
    mine, theirs = account("li", small_city.first_one), account("wang", small_city.second_one)
    client = signed_in_as(Role.SYSTEM_ADMINISTRATOR, small_city.first)
    assert client.get(f"/me/administration/accounts/{mine.pk}/").status_code == 200
    assert client.get(f"/me/administration/accounts/{theirs.pk}/").status_code == 404
    for page in ("password", "close", "reopen", "factors", "change"):
        assert client.post(f"/me/administration/accounts/{theirs.pk}/{page}/", {"reason": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.is_active


def test_lent_role_ends_by_itself_and_with_its_source(small_city, officer):
    li, wang, zhao = (account(name) for name in ("li", "wang", "zhao"))
    grant = granted(li, Role.BRANCH_SECRETARY, small_city.first_one, officer)
    holder = own(grant)
    loan = services.lend_role(grant, to=wang, starts_on=day(1), ends_on=day(20), reason="培训", by=holder)
    later = services.lend_role(grant, to=zhao, starts_on=day(30), ends_on=day(40), reason="培训", by=holder)
    with pytest.raises(GrantError):
        services.lend_role(loan, to=zhao, starts_on=day(1), ends_on=day(5), reason="x", by=own(loan))
    with pytest.raises(GrantError):
        services.lend_role(grant, to=li, starts_on=day(1), ends_on=day(5), reason="x", by=holder)
    with pytest.raises(GrantError):
        services.lend_role(grant, to=zhao, starts_on=day(1), ends_on=day(400), reason="x", by=holder)
    with pytest.raises(GrantError):
        services.lend_role(grant, to=zhao, starts_on=day(1), ends_on=day(5), reason="x", by=own(loan))
    services.end_grant(grant, on=day(10), reason="调离", by=officer)
    loan.refresh_from_db()
    assert loan.ends_on == day(10)
    assert not Grant.objects.filter(pk=later.pk).exists(), "what had not begun is taken back"


def test_hand_over_moves_the_role_on_its_day(small_city, officer):
    li, wang, zhao = (account(name) for name in ("li", "wang", "zhao"))
    grant = granted(li, Role.PARTY_OFFICE, small_city.first, officer, 0, 300)
    services.lend_role(grant, to=zhao, starts_on=day(1), ends_on=day(50), reason="x", by=own(grant))
    successor = services.hand_over(grant, to=wang, on=day(5), by=own(grant))
    grant.refresh_from_db()
    assert (grant.ends_on, successor.starts_on, successor.ends_on) == (day(5), day(5), day(300))
    for n in range(-1, 310):
        holders = set(
            Grant.objects.on(day(n)).filter(role=Role.PARTY_OFFICE).values_list("account__username", flat=True)
        )
        owner = {"li"} if 0 <= n < 5 else {"wang"} if 5 <= n < 300 else set()
        assert holders == owner | ({"zhao"} if 1 <= n < 5 else set())
    with pytest.raises(GrantError):
        services.hand_over(successor, to=zhao, on=day(6), by=own(grant))


def test_role_given_today_can_be_taken_back_today(small_city, officer):
    grant = granted(account("li"), Role.BRANCH_CLERK, small_city.first_one, officer)
    services.end_grant(grant, on=TODAY, reason="有误", by=officer)
    assert not Grant.objects.filter(account__username="li").exists()
    assert Entry.objects.filter(action=actions.GRANT_WITHDRAWN).count() == 1


class Reference:
    """The rules over lists of days, as slow and plain as can be."""

    def __init__(self):
        self.held = []

    def days(self, row):
        return set(range(row["from"], row["to"]))

    def refuses(self, who, role, place, start, end):
        for row in self.held:
            if row["who"] != who or not self.days(row) & set(range(start, end)):
                continue
            if row["role"] == role and row["place"] == place:
                return True
            if row["role"] != role and {role, row["role"]} & ADMINISTRATION:
                return True
        return False

    def begin(self, who, role, place, start, end, source=None):
        self.held.append({"who": who, "role": role, "place": place, "from": start, "to": end, "source": source})
        return self.held[-1]

    def end(self, row, on):
        for loan in [other for other in self.held if other["source"] is row]:
            self.end(loan, on)
        row["to"] = min(row["to"], on)
        if row["to"] <= row["from"]:
            self.held.remove(row)

    def holders(self, n):
        return sorted((r["who"], r["role"], r["place"]) for r in self.held if r["from"] <= n < r["to"])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["grant", "lend", "hand over", "end"]),
        st.integers(0, 2),
        st.sampled_from(ROLES),
        st.integers(0, 1),
        st.integers(0, 12),
        st.integers(1, 12),
        st.integers(0, 20),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_holders_on_any_day_are_as_the_reference_says(small_city, officer, steps):
    people = [Account.objects.filter(username=f"p{n}").first() or account(f"p{n}") for n in range(3)]
    for lent in Grant.objects.filter(account__in=people, lent_from__isnull=False):
        lent.delete()
    Grant.objects.filter(account__in=people).delete()
    places = [small_city.first_one, small_city.second_one]
    reference, rows = Reference(), []
    for verb, who, role, where, start, length, pick in steps:
        rows = [(row, grant) for row, grant in rows if row in reference.held]
        refused = True
        try:
            if verb == "grant":
                refused = reference.refuses(who, role, where, start, start + length)
                grant = granted(people[who], role, places[where], officer, start, start + length)
                assert not refused
                rows.append((reference.begin(who, role, where, start, start + length), grant))
            elif rows:
                row, grant = rows[pick % len(rows)]
                step(verb, row, grant, who, people, start, length, reference, rows, officer)
        except GrantError:
            assert refused
    for n in range(30):
        found = Grant.objects.on(day(n)).filter(account__in=people).select_related("account", "organisation")
        now = sorted((people.index(g.account), g.role, places.index(g.organisation)) for g in found)
        assert now == reference.holders(n)


def step(verb, row, grant, who, people, start, length, reference, rows, officer):
    """One step on a role that is held, in the platform first; the reference follows only when it was not refused."""
    if verb == "end":
        services.end_grant(grant, on=day(start), reason="x", by=officer)
        reference.end(row, start)
    elif verb == "lend":
        loan = services.lend_role(
            grant, to=people[who], starts_on=day(start), ends_on=day(start + length), reason="x", by=None
        )
        assert row["from"] <= start
        assert start + length <= row["to"]
        assert row["source"] is None
        assert not reference.refuses(who, row["role"], row["place"], start, start + length)
        rows.append((reference.begin(who, row["role"], row["place"], start, start + length, row), loan))
    else:
        end = row["to"]
        successor = services.hand_over(grant, to=people[who], on=day(start), by=None)
        assert row["source"] is None
        reference.end(row, start)
        assert not reference.refuses(who, row["role"], row["place"], start, end)
        rows.append((reference.begin(who, row["role"], row["place"], start, end), successor))
