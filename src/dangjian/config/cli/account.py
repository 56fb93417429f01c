"""``dangjian account``: the first administrators, and the way back in for one who is locked out."""

from __future__ import annotations

import click
from django.db import transaction

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.accounts.services import (
    AccountError,
    clear_second_factors,
    create_administrator,
    grant_role,
    open_account,
    reset_password,
)
from dangjian.foundation.organisations.services.tree import found
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.roles import ADMINISTRATORS, Role
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from .asking import organisation_of
from .failing import plainly

GIVEN = [str(role.value) for role in Role if role != Role.MEMBER]


@click.group("account")
def command() -> None:
    """Accounts that can only be opened or helped at the server."""


@command.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The name that others read.")
@click.option("--role", required=True, type=click.Choice(GIVEN), help="What the account may do.")
@click.option("--organisation", required=True, metavar="CODE", help="Where; for administrators the work committee.")
@click.option(
    "--found",
    "committee",
    metavar="NAME",
    help="In an empty database: set the work committee up with this full name and the code.",
)
@plainly
def create(username: str, name: str, role: str, organisation: str, committee: str | None) -> None:
    """Open an account with a role and print its one-time password.

    A new installation needs three: system_administrator, security_officer and auditor. They give out all others.

    Exit code 0 when it is open, 2 when not.
    """
    with transaction.atomic():
        place = _place(organisation, committee)
        if role in ADMINISTRATORS:
            _account, password = create_administrator(
                role=role, username=username, display_name=name, organisation=place
            )
        else:
            account, password = open_account(username=username, display_name=name, organisation=place, by=None)
            grant_role(account, role=role, organisation=place, starts_on=today(), by=None)
    click.echo(f"{username} · {role} · {place.name}")
    _show(password)


@command.command("password")
@click.argument("username")
@click.option("--second-factors", is_flag=True, help="Also take away the second factors, after a lost telephone.")
@plainly
def password(username: str, second_factors: bool) -> None:
    """Give an account a new one-time password and end its sessions.

    Administrators cannot reset each other's; it is done here, and written to the audit.
    """
    account = Account.objects.called(username).first()
    if account is None:
        raise AccountError(f"Nobody signs in as {username}.")
    with transaction.atomic():
        fresh = reset_password(account, by=None)
        if second_factors:
            clear_second_factors(account, reason="at the server", by=None)
    _show(fresh)


def _place(code: str, committee: str | None) -> Organisation:
    if committee and not Organisation.objects.exists():
        return found(code=code, name=committee, kind=OrganisationKind.WORK_COMMITTEE, parent=None, on=today(), by=None)
    return organisation_of(code)


def _show(password: str) -> None:
    click.echo(f"One-time password: {password}\nIt is kept nowhere and must be changed at the first sign-in.")
