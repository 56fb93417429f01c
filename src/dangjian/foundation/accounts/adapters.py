"""What the sign-in library may and may not do here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.cipher import decrypt, encrypt

from .models import Account

FACTOR = "accounts.factor"


class SignInForm(LoginForm):
    """One line for whichever name a person knows of theirs, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label = _("User name, phone or e-mail")
        name.widget.attrs = {"autocomplete": "username webauthn", "autocapitalize": "none", "autofocus": True}
        password.label = _("Password")
        password.help_text = ""
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the office, never by a visitor; failures are counted by the lockout alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right. After five failures you have to wait."),
        "incorrect_password": _("The password is not right. After five failures you have to wait."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code is not right. It changes every 30 seconds: take the present one."),
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        # The library would count failures by cache and answer 200; the lockout counts them in the database.
        return

    def set_password(self, user: Any, password: str) -> None:
        """Keep when it was changed; the forced change is done with."""
        user.set_password(password)
        user.must_change_password, user.password_changed_at = False, timezone.now()
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # Everything a person is told goes through the notices of the platform.
        return


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on signs in accounts that exist; it opens none."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link the person to the account of the same verified e-mail or user name, once; else say so plainly."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        account = account_of_claims(sociallogin)
        if account is None:
            raise ImmediateHttpResponse(render(request, "accounts/not_known.html", status=403))
        sociallogin.connect(request, account)

    def on_authentication_error(self, request: Any, provider: Any, **details: Any) -> None:
        """A failed answer of the identity provider is said in our words."""
        raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=502))


def account_of_claims(sociallogin: Any) -> Account | None:
    """The one active account that the claims of an identity provider name.

    An e-mail counts only when the provider says that it has checked it: anybody can write an e-mail into a profile.
    """
    emails = [address.email for address in sociallogin.email_addresses if address.verified]
    username = sociallogin.user.username if sociallogin.user else ""
    named = [Account.objects.active().filter(email__iexact=email).first() for email in emails]
    named.append(Account.objects.active().filter(username__iexact=username).first() if username else None)
    found = {account.pk: account for account in named if account is not None}
    return next(iter(found.values())) if len(found) == 1 else None


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted like other private data."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. It changes every 30 seconds: take the present one."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text, FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, FACTOR)

    def _get_site_name(self) -> str:
        return gettext("Party Work Platform")

    def generate_authenticator_name(self, user: Any, *_kind: Any, **_given: Any) -> str:
        """A first proposal; the person may write another."""
        return pgettext("name of a security key", "Key of this device")
