"""Five failures lock a name at an address for 300 seconds (domain.md 5.2); answered 429 with the time to try again.

Too many requests of other kinds get the page ``429.html`` from the sign-in library.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .models import Account


def name_typed(request: Any, credentials: dict[str, Any] | None = None) -> str:
    """The user name behind whatever was typed, so that phone, e-mail and user name share one count."""
    given = credentials or {}
    typed = given.get("username") or given.get("login") or getattr(request, "POST", {}).get("login", "")
    typed = str(typed or "").strip()[:150]
    account = Account.objects.called(typed).first() if typed else None
    return account.username if account else typed.lower()


def address_of(request: HttpRequest) -> str | None:
    """The address of the client, behind a proxy the one that the proxy names; None for what came over no network."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def locked(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page that says when to try again."""
    wait = get_cool_off(request) or timedelta(0)
    attempts = AccessAttempt.objects.filter(username=name_typed(request, credentials), ip_address=address_of(request))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    again_at = last + wait
    seconds = max(1, int((again_at - timezone.now()).total_seconds()))
    answer = render(request, "accounts/locked.html", {"again_at": again_at, "minutes": -(-seconds // 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
