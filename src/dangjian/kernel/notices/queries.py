"""Reads of one's own inbox, and of what the platform could not deliver."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404

from .models import FIRST_HOUR, Notice, Outgoing, Preference


def inbox(account_id: int | None) -> QuerySet[Notice]:
    """The notices of one account, newest first."""
    return Notice.objects.of(account_id).order_by("-pk")


def own_notice(account_id: int | None, pk: int) -> Notice:
    """One of an account's own notices.

    Raises:
        Http404: there is none, or it is somebody else's: the two look the same.
    """
    notice = Notice.objects.of(account_id).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def unread_count(account_id: int | None) -> int:
    """How many notices wait to be read: one query, on an index of the unread alone."""
    return Notice.objects.of(account_id).unread().count()


def unread_count_of(account: str) -> Combinable:
    """The same as an expression over accounts, or over rows that lead to one by a look-up."""
    unread = Notice.objects.filter(account=OuterRef(account)).unread().order_by()
    counted = unread.values("account").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def preference_of(account_id: int) -> Preference:
    """How an account wants to be told; the defaults when nothing was chosen."""
    chosen = Preference.objects.filter(account=account_id).first()
    return chosen or Preference(account_id=account_id, email=True, digest_hour=FIRST_HOUR)


def given_up() -> QuerySet[Outgoing]:
    """Letters that could not be delivered, newest first: to whom and why, never what was in them."""
    return Outgoing.objects.given_up().select_related("account")


def letter_or_404(pk: int) -> Outgoing:
    """A letter of the outbox.

    Raises:
        Http404: there is none.
    """
    letter = given_up().filter(pk=pk).first()
    if letter is None:
        raise Http404
    return letter
