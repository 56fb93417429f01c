"""Accounts are opened, changed and closed by the office; passwords are shown once and never kept."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import ADMINISTRATORS, Role
from dangjian.kernel.audit import services as audit
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from .. import actions
from ..models import Account
from ..permissions import ACCOUNT_MANAGE

SMALL, CAPITAL, DIGITS, SIGNS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=#%"


class AccountError(ServiceError):
    """Something about an account that cannot be."""


def one_time_password() -> str:
    """Sixteen characters of all four kinds, without those that look alike on paper."""
    letters = [secrets.choice(kind) for kind in (SMALL, CAPITAL, DIGITS, SIGNS)]
    letters += [secrets.choice(SMALL + CAPITAL + DIGITS) for _n in range(12)]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


@transaction.atomic
def open_account(
    *,
    username: str,
    display_name: str,
    organisation: Organisation,
    phone: str | None = None,
    email: str | None = None,
    member: Member | None = None,
    by: Actor | None,
) -> tuple[Account, str]:
    """Open an account and return it with the one-time password, which must be changed at the first sign-in.

    Args:
        username: the name to sign in with; unlike every user name, phone and e-mail in use.
        display_name: the name that others read.
        organisation: whose administrators keep the account.
        phone, email: further names to sign in with.
        member: the member whose account it is; None for somebody who is not in the register.

    Raises:
        AccountError: a name is in use, the member has an account already, or the organisation is out of reach.
    """
    _refuse_out_of_reach(organisation, by)
    username, phone, email = username.strip(), phone or None, email or None
    refuse_names_in_use({"username": username, "phone": phone, "email": email}, but=None)
    if member is not None and Account.objects.filter(member=member).exists():
        raise AccountError(_("This member has an account already."), field="member")
    password = one_time_password()
    account = Account.objects.create_user(
        username,
        password,
        display_name=display_name,
        organisation=organisation,
        member=member,
        must_change_password=True,
        password_changed_at=timezone.now(),
        phone=phone,
        email=email,
    )
    audit.record(
        actions.OPENED,
        account,
        by=by,
        organisation=organisation,
        changes={"username": account.username, "member": member.pk if member else None},
    )
    return account, password


@transaction.atomic
def change_account(
    account: Account,
    *,
    display_name: str,
    phone: str | None,
    email: str | None,
    organisation: Organisation,
    by: Actor | None,
) -> Account:
    """Change the name others read, the further names to sign in with, and who keeps the account.

    Raises:
        AccountError: a name is in use, or an organisation is out of reach.
    """
    account = _locked(account, by)
    _refuse_out_of_reach(organisation, by)
    new: dict[str, Any] = {"phone": phone or None, "email": email or None}
    refuse_names_in_use(new, but=account)
    new |= {"display_name": display_name, "organisation": organisation}
    changed = sorted(name for name, value in new.items() if getattr(account, name) != value)
    for name in changed:
        setattr(account, name, new[name])
    account.save(update_fields=changed)
    audit.record(actions.CHANGED, account, by=by, organisation=organisation, changes={"items": changed})
    return account


@transaction.atomic
def close_account(account: Account, *, reason: str, by: Actor | None) -> Account:
    """Refuse further sign-ins and end all sessions and tokens at once. Nothing that the person did is lost.

    Raises:
        AccountError: it is closed already, one's own, or out of reach.
    """
    account = _locked(account, by)
    _refuse_oneself(account, by)
    if not account.is_active:
        raise AccountError(_("The account is closed already."))
    account.is_active = False
    account.save(update_fields=["is_active"])
    account.tokens.filter(revoked_on=None).update(revoked_on=by.today if by else today())
    _end_all_sessions(account)
    audit.record(actions.DEACTIVATED, account, by=by, organisation=account.organisation, changes={"reason": reason})
    return account


@transaction.atomic
def reopen_account(account: Account, *, by: Actor | None) -> Account:
    """Let a closed account sign in again, with its old password.

    Raises:
        AccountError: it is not closed, or out of reach.
    """
    account = _locked(account, by)
    if account.is_active:
        raise AccountError(_("The account is not closed."))
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record(actions.REACTIVATED, account, by=by, organisation=account.organisation)
    return account


@transaction.atomic
def reset_password(account: Account, *, by: Actor | None) -> str:
    """Give the account a one-time password and end its sessions; returns the password, which is kept nowhere.

    Raises:
        AccountError: one's own, another administrator's (else one could take over another's work), or out of reach.
    """
    account = _locked(account, by)
    _refuse_oneself(account, by)
    _refuse_administrators(account, by)
    password = one_time_password()
    account.set_password(password)
    account.must_change_password, account.password_changed_at = True, timezone.now()
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    _end_all_sessions(account)
    audit.record(actions.PASSWORD_RESET, account, by=by, organisation=account.organisation)
    return password


@transaction.atomic
def clear_second_factors(account: Account, *, reason: str, by: Actor | None) -> None:
    """Take away every second factor of somebody who lost theirs.

    Raises:
        AccountError: one's own, another administrator's, or out of reach.
    """
    account = _locked(account, by)
    _refuse_oneself(account, by)
    _refuse_administrators(account, by)
    kinds = sorted(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    Authenticator.objects.filter(user=account).delete()
    _end_all_sessions(account)
    audit.record(
        actions.FACTORS_CLEARED,
        account,
        by=by,
        organisation=account.organisation,
        changes={"reason": reason, "kinds": kinds},
    )


@transaction.atomic
def create_administrator(
    *, role: str, username: str, display_name: str, organisation: Organisation, by: Actor | None = None
) -> tuple[Account, str]:
    """Open the account of one of the three administrators with its role: the first step of a new installation.

    Only the platform itself (``by=None``, a command at the server) may do it: afterwards the security officer grants.

    Raises:
        AccountError: called by a person, the role is not an administrator's, or somebody holds it there already.
    """
    if by is not None:
        raise AccountError(_("The first administrators are made at the server."))
    if role not in ADMINISTRATORS:
        raise AccountError(_("This is not the role of an administrator."), field="role")
    day = today()
    if Grant.objects.on(day).filter(role=role, organisation=organisation, account__is_active=True).exists():
        raise AccountError(_("Somebody holds this role there already."), field="role")
    account, password = open_account(username=username, display_name=display_name, organisation=organisation, by=by)
    grant = Grant.objects.create(account=account, role=Role(role), organisation=organisation, starts_on=day)
    audit.record(
        actions.GRANTED, grant, by=by, organisation=organisation, changes={"account": account.pk, "role": role}
    )
    return account, password


def refuse_names_in_use(names: dict[str, str | None], *, but: Account | None) -> None:
    """Raise AccountError when another account signs in with one of these names, under whichever column."""
    others = Account.objects.exclude(pk=but.pk) if but else Account.objects.all()
    for field, name in names.items():
        if name and others.called(name).exists():
            raise AccountError(_("Somebody else signs in with this already."), field=field)


def _locked(account: Account, by: Actor | None) -> Account:
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if by is not None and not (account.organisation and by.may(ACCOUNT_MANAGE, account.organisation.path)):
        raise AccountError(_("This account is kept by an organisation outside your reach."))
    return account


def _refuse_out_of_reach(organisation: Organisation, by: Actor | None) -> None:
    if by is not None and not by.may(ACCOUNT_MANAGE, organisation.path):
        raise AccountError(_("This organisation is outside your reach."), field="organisation")


def _refuse_oneself(account: Account, by: Actor | None) -> None:
    if by is not None and by.account_id == account.pk:
        raise AccountError(_("Nobody does this to their own account."))


def _refuse_administrators(account: Account, by: Actor | None) -> None:
    if by is not None and Grant.objects.on(by.today).filter(account=account, role__in=ADMINISTRATORS).exists():
        raise AccountError(
            _("The sign-in of another administrator is set anew at the server, so that nobody takes over their work.")
        )


def _end_all_sessions(account: Account) -> None:
    for session in UserSession.objects.filter(user=account):
        session.end()
