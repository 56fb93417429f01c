"""Personal keys for the read API: shown once, kept as a digest, never longer than a year."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.errors import ServiceError

from .. import actions
from ..models import Account, PersonalToken

LONGEST = timedelta(days=366)
MOST = 10
MARK = "dj"


class TokenError(ServiceError):
    """A token that cannot be made or ended like this."""


def digest_of_key(key: str) -> str:
    """What is kept of a key. Keys are long and random, so a plain digest cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_token(*, label: str, ends_on: date, by: Actor) -> tuple[PersonalToken, str]:
    """Make a key for oneself and return it: this is the only time that it can be read.

    Raises:
        TokenError: it would last more than a year or has ended already, or there are ten valid ones.
    """
    if not by.today < ends_on <= by.today + LONGEST:
        raise TokenError(_("A token is valid for one day to one year."), field="ends_on")
    account = Account.objects.select_for_update(of=("self",)).get(pk=by.account_id)
    if PersonalToken.objects.of(account.pk).valid(by.today).count() >= MOST:
        raise TokenError(_("You have ten valid tokens. End one first."))
    key = f"{MARK}_{secrets.token_urlsafe(32)}"
    token = PersonalToken.objects.create(
        account=account,
        label=label,
        prefix=key[:10],
        digest=digest_of_key(key),
        created_on=by.today,
        ends_on=ends_on,
    )
    audit.record(
        actions.TOKEN_MADE,
        token,
        by=by,
        organisation=account.organisation,
        changes={"ends_on": ends_on.isoformat(), "prefix": token.prefix},
    )
    return token, key


@transaction.atomic
def revoke_token(token: PersonalToken, *, by: Actor) -> None:
    """End a token of one's own at once.

    Raises:
        TokenError: somebody else's, or ended already.
    """
    token = PersonalToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.account_id != by.account_id:
        raise TokenError(_("This token belongs to somebody else."))
    if token.revoked_on is not None:
        raise TokenError(_("The token was ended already."))
    token.revoked_on = by.today
    token.save(update_fields=["revoked_on"])
    audit.record(actions.TOKEN_REVOKED, token, by=by, organisation=token.account.organisation)
