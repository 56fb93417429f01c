"""Roles: granted, ended, lent and handed over, each with its days. Three administrators stay three people."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import ADMINISTRATORS, PARTY_WORKERS, Role
from dangjian.kernel.audit import services as audit
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.periods import Interval, overlapping
from dangjian.kernel.tree.models import Organisation

from .. import actions
from ..models import Account
from ..permissions import GRANT_MANAGE, ROLE_PASS_ON

LONGEST_LOAN = timedelta(days=184)


class GrantError(ServiceError):
    """A role that cannot be held or passed on like this."""


@transaction.atomic
def grant_role(
    account: Account,
    *,
    role: str,
    organisation: Organisation,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    by: Actor | None,
) -> Grant:
    """Grant a role at an organisation for a period.

    Raises:
        GrantError: to oneself, out of reach, in the past, MEMBER (which follows from membership), held already, or
            together with a role that must stay apart from it.
    """
    account = _locked(account)
    if by is not None:
        if by.account_id == account.pk:
            raise GrantError(_("Nobody grants a role to themselves."))
        if not by.may(GRANT_MANAGE, organisation.path):
            raise GrantError(_("This organisation is outside your reach."), field="organisation")
        if starts_on < by.today:
            raise GrantError(_("A role cannot begin in the past."), field="starts_on")
    if role == Role.MEMBER:
        raise GrantError(_("This role follows from membership and is not granted."), field="role")
    grant = _begin(account, role, organisation, Interval(starts_on, _end_after(starts_on, ends_on)), reason=reason)
    _note(actions.GRANTED, grant, by)
    return grant


@transaction.atomic
def end_grant(grant: Grant, *, on: date, reason: str = "", by: Actor | None) -> None:
    """End a role from a day on, with everything lent from it. What had not begun by then is taken back.

    Raises:
        GrantError: out of reach, in the past, or ended by then anyway.
    """
    grant = Grant.objects.select_for_update(of=("self",)).select_related("organisation", "account").get(pk=grant.pk)
    if by is not None:
        own_loan = grant.lent_from is not None and grant.lent_from.account_id == by.account_id
        if not own_loan and not by.may(GRANT_MANAGE, grant.organisation.path):
            raise GrantError(_("This role is outside your reach."))
        if on < by.today:
            raise GrantError(_("A role cannot be ended in the past."), field="on")
    if grant.ends_on is not None and grant.ends_on <= on:
        raise GrantError(_("The role has ended by then anyway."), field="on")
    _end(grant, on, reason=reason, by=by)


@transaction.atomic
def lend_role(grant: Grant, *, to: Account, starts_on: date, ends_on: date, reason: str, by: Actor | None) -> Grant:
    """Lend one's own role to somebody for a time; it ends by itself, and with the role it is lent from.

    Raises:
        GrantError: not one's own, itself lent, not a Party worker's, too long, outside the days of the role, or to
            somebody who may not hold it.
    """
    account = _locked(to)
    grant = _own(grant, by)
    if by is not None and starts_on < by.today:
        raise GrantError(_("A role cannot begin in the past."), field="starts_on")
    if ends_on <= starts_on or ends_on - starts_on > LONGEST_LOAN:
        raise GrantError(_("A role is lent for one day to half a year."), field="ends_on")
    if starts_on < grant.starts_on or (grant.ends_on is not None and ends_on > grant.ends_on):
        raise GrantError(_("Your own role does not cover these days."), field="ends_on")
    loan = _begin(account, grant.role, grant.organisation, Interval(starts_on, ends_on), reason=reason, lent_from=grant)
    _note(actions.LENT, loan, by)
    return loan


@transaction.atomic
def hand_over(grant: Grant, *, to: Account, on: date, reason: str = "", by: Actor | None) -> Grant:
    """Move a role to a successor: the old grant ends on the day and the new one begins.

    The holder does it, or the security officer.

    Raises:
        GrantError: not one's own, lent, in the past, after its end, or to somebody who may not hold it.
    """
    account = _locked(to)
    grant = _own(grant, by, or_may=GRANT_MANAGE)
    if by is not None and by.account_id == account.pk:
        raise GrantError(_("Nobody grants a role to themselves."), field="to")
    if by is not None and on < by.today:
        raise GrantError(_("A role cannot be handed over in the past."), field="on")
    if on <= grant.starts_on or (grant.ends_on is not None and on >= grant.ends_on):
        raise GrantError(_("The role is not held on this day."), field="on")
    role, organisation, until = grant.role, grant.organisation, grant.ends_on
    _end(grant, on, reason=reason, by=by)
    successor = _begin(account, role, organisation, Interval(on, until), reason=reason)
    _note(actions.HANDED_OVER, successor, by)
    return successor


def _begin(
    account: Account,
    role: str,
    organisation: Organisation,
    span: Interval,
    *,
    reason: str,
    lent_from: Grant | None = None,
) -> Grant:
    if not account.is_active:
        raise GrantError(_("This account is closed."), field="account")
    for other in Grant.objects.filter(overlapping(span), account=account):
        if other.role == role and other.organisation_id == organisation.pk:
            raise GrantError(_("The account holds this role there already in these days."), field="role")
        if other.role != role and (other.role in ADMINISTRATORS or role in ADMINISTRATORS):
            raise GrantError(
                _("System, security and audit administration stay apart from each other and from Party work."),
                field="role",
            )
    if account.organisation_id is None:
        account.organisation = organisation
        account.save(update_fields=["organisation"])
    return Grant.objects.create(
        account=account,
        role=role,
        organisation=organisation,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        lent_from=lent_from,
        reason=reason[:200],
    )


def _end(grant: Grant, on: date, *, reason: str, by: Actor | None) -> None:
    for loan in grant.loans.filter(Q(ends_on=None) | Q(ends_on__gt=on)).select_related("organisation", "account"):
        _end(loan, on, reason=reason, by=by)
    if on <= grant.starts_on:
        _note(actions.GRANT_WITHDRAWN, grant, by, reason=reason)
        grant.delete()
        return
    grant.ends_on = on
    grant.save(update_fields=["ends_on"])
    _note(actions.GRANT_ENDED, grant, by, reason=reason)


def _own(grant: Grant, by: Actor | None, *, or_may: str = "") -> Grant:
    grant = Grant.objects.select_for_update(of=("self",)).select_related("organisation", "account").get(pk=grant.pk)
    if by is not None:
        own = grant.account_id == by.account_id and by.may(ROLE_PASS_ON, grant.organisation.path)
        if not own and not (or_may and by.may(or_may, grant.organisation.path)):
            raise GrantError(_("Only the holder passes a role on."))
    if grant.lent_from_id is not None:
        raise GrantError(_("A role that was lent cannot be passed on."))
    if grant.role not in PARTY_WORKERS:
        raise GrantError(_("Only the roles of Party workers are passed on; the security officer grants the others."))
    return grant


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update(of=("self",)).get(pk=account.pk)


def _end_after(starts_on: date, ends_on: date | None) -> date | None:
    if ends_on is not None and ends_on <= starts_on:
        raise GrantError(_("The end lies before the beginning."), field="ends_on")
    return ends_on


def _note(action: str, grant: Grant, by: Actor | None, *, reason: str = "") -> None:
    audit.record(
        action,
        grant,
        by=by,
        organisation=grant.organisation,
        label=f"{grant} · {grant.account}",
        changes={
            "account": grant.account_id,
            "role": grant.role,
            "starts_on": grant.starts_on.isoformat(),
            "ends_on": grant.ends_on.isoformat() if grant.ends_on else None,
            "lent_from": grant.lent_from_id,
            "reason": reason or grant.reason,
        },
    )
