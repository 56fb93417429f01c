"""What a visitor may not do here, said plainly."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangjian.kernel.access.views import public


@public
def not_offered(request: Any, **_parts: Any) -> HttpResponse:
    """Nobody signs up, resets a password or confirms an e-mail by themselves: the office does it."""
    return render(request, "accounts/not_offered.html", status=404)


@public
def to_security(request: Any, **_parts: Any) -> HttpResponse:
    """Pages of the sign-in library that ours take the place of."""
    return redirect("accounts:security")
