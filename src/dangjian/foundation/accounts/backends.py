"""Sign in by user name, phone or e-mail with one password."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q

from dangjian.kernel.notices.queries import unread_count_of

from .models import Account


@cache
def _of_sessions() -> Any:
    # Every request begins with this query set: it is put together once.
    return Account.objects.filter(is_active=True).annotate(unread=unread_count_of("pk")).order_by("pk")


class AnyNameBackend(BaseBackend):
    """Finds the account by whichever name was typed."""

    def authenticate(self, request: Any, username: str = "", password: str = "", **_: Any) -> Account | None:
        """The account, or None. A missing account costs as much time as a wrong password."""
        named = Q(username__iexact=username) | Q(phone=username) | Q(email__iexact=username)
        account = Account.objects.filter(named).order_by("pk").first() if username else None
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, and how many notices wait to be read: every page shows that beside the name."""
        found: Account | None = _of_sessions().filter(pk=user_id).first()
        return found
