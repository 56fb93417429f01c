"""Calendar addresses: made for oneself, ended by oneself."""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.tree.models import Organisation

from .. import actions
from ..errors import PlanError
from ..models import CalendarFeed

MOST = 10
SIGNER = Signer(salt="dangjian.life.calendar", sep=".")


@transaction.atomic
def make_feed(*, organisation: Organisation, by: Actor) -> CalendarFeed:
    """Make an address from which a calendar program reads what one may see of an organisation's year.

    Raises:
        PlanError: there are ten of them already.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=by.account_id)
    if CalendarFeed.objects.of(account.pk).open().count() >= MOST:
        raise PlanError(_("You have ten calendar addresses. End one first."))
    feed: CalendarFeed = CalendarFeed.objects.create(
        account=account, organisation=organisation, nonce=secrets.token_hex(16), made_on=by.today
    )
    audit.record(actions.FEED_MADE, feed, by=by, organisation=organisation)
    return feed


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: Actor) -> None:
    """End an address of one's own: from now on it shows nothing.

    Raises:
        PlanError: it was ended before.
    """
    feed = CalendarFeed.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=feed.pk)
    if feed.revoked_on is not None:
        raise PlanError(_("This address was ended already."))
    feed.revoked_on = by.today
    feed.save(update_fields=["revoked_on"])
    audit.record(actions.FEED_REVOKED, feed, by=by, organisation=feed.organisation)


def key_of(feed: CalendarFeed) -> str:
    """The secret part of its address: what is kept, signed by this installation."""
    return SIGNER.sign(feed.nonce)


def feed_of_key(key: str) -> CalendarFeed | None:
    """The address with this key, while it has not been ended and its account may sign in."""
    try:
        nonce = SIGNER.unsign(key)
    except BadSignature:
        return None
    rows = CalendarFeed.objects.open().select_related("account", "organisation")
    found: CalendarFeed | None = rows.filter(nonce=nonce, account__is_active=True).first()
    return found
