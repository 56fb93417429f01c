"""The doors of the sign-in library that are open here. The others answer plainly that the office does such things."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path, re_path

from dangjian.kernel.access.views import Access

from .views.entrance import not_offered, to_security

View = Callable[..., Any]


def marked(mode: str, view: View) -> View:
    """The library's view with our mark; the library itself guards it."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    answered.access = Access(mode)  # type: ignore[attr-defined]
    return answered


def open_to_all(view: View) -> View:
    """Anybody: a step of signing in."""
    return marked("public", view)


def own(view: View) -> View:
    """Signed-in people, about themselves."""
    return marked("signed-in", view)


urlpatterns = [
    path("login/", open_to_all(account.login), name="account_login"),
    path("logout/", open_to_all(account.logout), name="account_logout"),
    path("inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", own(account.password_change), name="account_change_password"),
    path("2fa/", to_security, name="mfa_index"),
    path("2fa/authenticate/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", open_to_all(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("oidc/<slug:provider_id>/login/", open_to_all(openid.login), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", open_to_all(openid.callback), name="openid_connect_callback"),
    path("3rdparty/login/cancelled/", open_to_all(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", open_to_all(social.login_error), name="socialaccount_login_error"),
    path("3rdparty/", to_security, name="socialaccount_connections"),
    path("sessions/", to_security, name="usersessions_list"),
    path("email/", to_security, name="account_email"),
    path("password/set/", to_security, name="account_set_password"),
    path("signup/", not_offered, name="account_signup"),
    path("3rdparty/signup/", not_offered, name="socialaccount_signup"),
    path("confirm-email/", not_offered, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", not_offered, name="account_confirm_email"),
    path("login/code/confirm/", not_offered, name="account_confirm_login_code"),
    path("password/reset/", not_offered, name="account_reset_password"),
    path("password/reset/done/", not_offered, name="account_reset_password_done"),
    path("password/reset/key/done/", not_offered, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        not_offered,
        name="account_reset_password_from_key",
    ),
]
