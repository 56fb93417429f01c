"""Lists of the administrators: accounts and roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, register
from dangjian.kernel.records.pages import Page, PageGroup, register_page

from .models import Account
from .permissions import ACCOUNT_MANAGE, ACCOUNT_VIEW, GRANT_MANAGE, GRANT_VIEW


def _accounts() -> QuerySet[Account]:
    return Account.objects.select_related("organisation")


def _grants() -> QuerySet[Grant]:
    return Grant.objects.select_related("account", "organisation", "lent_from__account")


def _by_state(rows: QuerySet[Any], chosen: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(is_active=chosen == "open") if chosen in ("open", "closed") else rows


def _in_force(rows: QuerySet[Any], chosen: str, actor: Actor) -> QuerySet[Any]:
    lasting = Q(ends_on=None) | Q(ends_on__gt=actor.today)
    conditions = {
        "now": lasting & Q(starts_on__lte=actor.today),
        "later": Q(starts_on__gt=actor.today),
        "ended": Q(ends_on__lte=actor.today),
    }
    return rows.filter(conditions[chosen]) if chosen in conditions else rows


def _by_role(rows: QuerySet[Any], chosen: str, actor: Actor) -> QuerySet[Any]:
    return rows.filter(role=chosen) if chosen in Role.values else rows


def _find_account(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text) | Q(phone=text) | Q(email=text))


def _find_grant(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(account__username__icontains=text) | Q(account__display_name__icontains=text))


register(
    RecordKind(
        key="accounts.account",
        label=_("Accounts"),
        model=Account,
        permission=ACCOUNT_VIEW,
        rows=_accounts,
        columns=(
            Column(
                "name",
                pgettext_lazy("person", "Name"),
                lambda row: row.display_name,
                sort=("display_name", "pk"),
                link=True,
            ),
            Column("username", _("User name"), lambda row: row.username, sort=("username",)),
            Column("organisation", _("Kept by"), lambda row: str(row.organisation or "")),
            Column(
                "state",
                _("State"),
                lambda row: _("In use") if row.is_active else _("Out of use"),
                sort=("is_active", "pk"),
            ),
        ),
        filters=(
            Filter("state", _("State"), _by_state, lambda actor: (("open", _("In use")), ("closed", _("Out of use")))),
        ),
        brief=("display_name", "username", "is_active", "organisation__short_name"),
        search=_find_account,
        url=lambda row: reverse("accounts:account", args=[row.pk]),
        icon="user",
        empty=_("Accounts appear here once the system administrator opens them."),
        order=("username",),
    )
)
register(
    RecordKind(
        key="accounts.grant",
        label=_("Roles held"),
        model=Grant,
        permission=GRANT_VIEW,
        rows=_grants,
        columns=(
            Column(
                "account",
                pgettext_lazy("person", "Name"),
                lambda row: str(row.account),
                sort=("account__display_name", "pk"),
                link=True,
            ),
            Column("role", _("Role"), lambda row: row.get_role_display(), sort=("role", "pk")),
            Column(
                "organisation", _("Organisation"), lambda row: str(row.organisation), sort=("organisation__code", "pk")
            ),
            Column("starts_on", _("From"), lambda row: row.starts_on, sort=("starts_on", "pk")),
            Column("ends_on", _("Until (not included)"), lambda row: row.ends_on, sort=("ends_on", "pk")),
            Column("lent_from", _("Lent by"), lambda row: str(row.lent_from.account) if row.lent_from else ""),
            Column("reason", _("Reason"), lambda row: row.reason),
        ),
        filters=(
            Filter(
                "state",
                _("State"),
                _in_force,
                lambda actor: (("now", _("Held now")), ("later", _("Later")), ("ended", _("Ended"))),
            ),
            Filter("role", _("Role"), _by_role, lambda actor: Role.choices),
        ),
        brief=("role", "starts_on", "account_id", "organisation__short_name"),
        search=_find_grant,
        url=lambda row: reverse("accounts:account", args=[row.account_id]),
        icon="key",
        empty=_("Roles appear here once the security officer grants them."),
        order=("organisation__code", "role", "starts_on"),
    )
)


def _list(key: str) -> Callable[[Actor], str]:
    return lambda actor: reverse("records:list", args=[key])


def _way(key: str, label: Any, url: Callable[[Actor], str], icon: str, permission: str, order: int) -> None:
    register_page(Page(key, label, url, icon, PageGroup.ADMINISTRATION, permission, order=order))


_way("accounts.accounts", _("Accounts"), _list("accounts.account"), "users", ACCOUNT_VIEW, 10)
_way(
    "accounts.open",
    _("Open an account"),
    lambda actor: reverse("accounts:open-account"),
    "user-plus",
    ACCOUNT_MANAGE,
    11,
)
_way("accounts.grants", _("Roles held"), _list("accounts.grant"), "key", GRANT_VIEW, 20)
_way("accounts.grant-role", _("Grant a role"), lambda actor: reverse("accounts:grant-role"), "plus", GRANT_MANAGE, 21)
