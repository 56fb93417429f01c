"""What the sign-in library may and may not do here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the office, never by a visitor."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on signs in accounts that exist; it opens none."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False
