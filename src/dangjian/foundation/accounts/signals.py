"""Sign-ins happen inside libraries; what they tell is written down here. Nothing is changed."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.socialaccount.signals import social_account_added
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver

from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.audit import services as audit

from . import actions
from .lockout import address_of, name_typed
from .models import Account

METHODS = "account_authentication_methods"


def _record(action: str, request: Any, account: Any, **changes: Any) -> None:
    if not isinstance(account, Account):
        return
    actor = getattr(request, "actor", None) or actor_for(account, request_id=getattr(request, "request_id", ""))
    if request is not None and request.META.get("REMOTE_ADDR"):
        changes["address"] = address_of(request)
    audit.record(action, account, by=actor, organisation=account.organisation, changes=changes)


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(request: Any, user: Any, **_: Any) -> None:
    methods = [record.get("type") or record["method"] for record in request.session.get(METHODS, [])]
    _record(actions.SIGNED_IN, request, user, methods=methods)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(request: Any, user: Any, **_: Any) -> None:
    idle = getattr(request, "ended_idle", False)
    _record(actions.SESSION_IDLE if idle else actions.SIGNED_OUT, request, user)


@receiver(user_login_failed, dispatch_uid="accounts.refused")
def refused(credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    if request is None:
        return
    _about_name(actions.SIGN_IN_REFUSED, request, credentials)


@receiver(user_locked_out, dispatch_uid="accounts.locked")
def locked_out(request: Any, username: str, **_: Any) -> None:
    # The signal comes again with every attempt while locked; only the failure that locks has counted any.
    if request.axes_failures_since_start:
        _about_name(actions.LOCKED_OUT, request, {"username": username})


def _about_name(action: str, request: Any, credentials: dict[str, Any]) -> None:
    name = name_typed(request, credentials)
    account = Account.objects.called(name).select_related("organisation").first() if name else None
    # Of a name that nobody has only two characters are kept: people type their password into the wrong line.
    audit.record(
        action,
        account,
        by=None,
        organisation=account.organisation if account else None,
        label="" if account else f"{name[:2]}…",
        changes={"address": address_of(request)},
    )


@receiver(password_changed, dispatch_uid="accounts.password_changed")
def changed_password(request: Any, user: Any, **_: Any) -> None:
    _record(actions.PASSWORD_CHANGED, request, user)


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def added_factor(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _record(actions.FACTOR_ADDED, request, user, kind=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def removed_factor(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _record(actions.FACTOR_REMOVED, request, user, kind=authenticator.type)


@receiver(authenticator_reset, dispatch_uid="accounts.factor_renewed")
def renewed_factor(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _record(actions.FACTOR_RENEWED, request, user, kind=authenticator.type)


@receiver(authentication_failed, dispatch_uid="accounts.factor_failed")
def failed_factor(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _record(actions.FACTOR_FAILED, request, user, kind=authenticator.type)


@receiver(social_account_added, dispatch_uid="accounts.linked")
def linked(request: Any, sociallogin: Any, **_: Any) -> None:
    _record(actions.LINKED, request, sociallogin.user, provider=sociallogin.account.provider)
