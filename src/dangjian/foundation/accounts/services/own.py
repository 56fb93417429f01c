"""What a person sets for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from allauth.usersessions.models import UserSession
from django.db import transaction

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit

from .. import actions
from ..models import Account
from .accounts import refuse_names_in_use


@transaction.atomic
def change_profile(*, phone: str | None, email: str | None, language: str, large_print: bool, by: Actor) -> Account:
    """Change one's own further sign-in names, language and reading size.

    Raises:
        AccountError: somebody else signs in with the phone or e-mail.
    """
    new = {"phone": phone or None, "email": email or None, "language": language, "large_print": large_print}
    account = Account.objects.select_for_update(of=("self",)).get(pk=by.account_id)
    refuse_names_in_use({"phone": phone or None, "email": email or None}, but=account)
    return _set(account, new, by)


@transaction.atomic
def choose_language(language: str, *, by: Actor) -> Account:
    """Choose the language of one's pages, on all devices."""
    return _set(Account.objects.select_for_update(of=("self",)).get(pk=by.account_id), {"language": language}, by)


@transaction.atomic
def choose_print(large: bool, *, by: Actor) -> Account:
    """Turn large print on or off, on all devices."""
    return _set(Account.objects.select_for_update(of=("self",)).get(pk=by.account_id), {"large_print": large}, by)


@transaction.atomic
def end_sessions(sessions: Iterable[UserSession], *, by: Actor) -> None:
    """End sessions of one's own: whoever uses them has to sign in again."""
    account = Account.objects.get(pk=by.account_id)
    for session in sessions:
        if session.user_id != by.account_id:
            continue
        session.end()
        audit.record(
            actions.SESSION_ENDED, account, by=by, organisation=account.organisation, changes={"address": session.ip}
        )


def _set(account: Account, new: Mapping[str, object], by: Actor) -> Account:
    changed = sorted(name for name, value in new.items() if getattr(account, name) != value)
    if changed:
        for name in changed:
            setattr(account, name, new[name])
        account.save(update_fields=changed)
        audit.record(
            actions.PROFILE_CHANGED, account, by=by, organisation=account.organisation, changes={"items": changed}
        )
    return account
