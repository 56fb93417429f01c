"""What holds for every request of a signed-in person: idle sessions end, old passwords change, factors are set up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Account
from .signals import METHODS

SEEN = "accounts_seen"
STEP = 60
SECURITY = "accounts:security"
FIRST_OF_ALL = {
    "account_login",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "set_language",
    "large_print",
}


class SignInRules:
    """Stands right after the actor is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            self.end_when_idle(request)
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)

    def end_when_idle(self, request: Any) -> None:
        """End the session after a time without any request; the moment is kept at most once a minute."""
        now = int(time.time())
        seen = request.session.get(SEEN, now)
        if now - seen > settings.DANGJIAN_IDLE_SECONDS:
            request.ended_idle = True
            logout(request)
            request.actor = None
            minutes = settings.DANGJIAN_IDLE_SECONDS // 60
            messages.info(
                request,
                ngettext(
                    "You were signed out because nothing was done for %(minutes)s minute.",
                    "You were signed out because nothing was done for %(minutes)s minutes.",
                    minutes,
                )
                % {"minutes": minutes},
            )
        elif SEEN not in request.session or now - seen >= STEP:
            request.session[SEEN] = now

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send a person to what has to be done before anything else."""
        match, name = request.resolver_match, request.resolver_match.url_name or ""
        if not request.user.is_authenticated or (not match.namespaces and name in FIRST_OF_ALL):
            return None
        if password_is_due(request):
            messages.warning(request, _("Choose a new password first: yours was given to you or is too old."))
            return HttpResponseRedirect(reverse("account_change_password"))
        if not name.startswith("mfa_") and match.view_name != SECURITY and factor_is_due(request):
            messages.warning(request, _("Your role asks for a second factor. Set one up first."))
            return HttpResponseRedirect(reverse(SECURITY))
        return None


def password_is_due(request: Any) -> bool:
    """Whether the password this session was opened with has to be changed now."""
    if not any(record.get("method") == "password" for record in request.session.get(METHODS, [])):
        return False
    account: Account = request.user
    age = timezone.now() - (account.password_changed_at or account.date_joined)
    return account.must_change_password or age > timedelta(days=settings.DANGJIAN_PASSWORD_DAYS)


def factor_is_due(request: Any) -> bool:
    """Whether a role held today asks for a second factor that the person has not set up."""
    asked = set(settings.DANGJIAN_SECOND_FACTOR_ROLES)
    if not asked or request.actor is None or not asked & {held.role for held in request.actor.held}:
        return False
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds).exists()
