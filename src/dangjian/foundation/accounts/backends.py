"""Sign in by user name, phone or e-mail with one password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q

from dangjian.kernel.notices.queries import unread_count_of

from .models import Account


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
        accounts = Account.objects.filter(pk=user_id, is_active=True).annotate(unread=unread_count_of("pk"))
        return accounts.order_by().first()
