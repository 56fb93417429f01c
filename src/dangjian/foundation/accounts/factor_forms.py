"""Passkey forms of the sign-in library that take any rubbish for what it is: not right, instead of an error of ours."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as library

RUBBISH = (KeyError, TypeError, ValueError, AttributeError)


class _Sound:
    """Refuses what is no credential before the library takes it apart."""

    def clean_credential(self) -> Any:
        try:
            given = self.cleaned_data["credential"]  # type: ignore[attr-defined]
            if not isinstance(given, dict) or not isinstance(given.get("response"), dict) or "rawId" not in given:
                raise TypeError
            clean = getattr(super(), "clean_credential", None)
            return clean() if clean else given
        except RUBBISH as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(_Sound, library.AddWebAuthnForm):
    """Add a passkey."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except RUBBISH as error:
            raise get_adapter().validation_error("incorrect_code") from error


class SignInPasskeyForm(_Sound, library.LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class SecondStepPasskeyForm(_Sound, library.AuthenticateWebAuthnForm):
    """A passkey as second step."""


class ConfirmPasskeyForm(_Sound, library.ReauthenticateWebAuthnForm):
    """A passkey to confirm that it is you."""
