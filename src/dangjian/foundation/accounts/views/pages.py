"""What the pages about oneself share: their tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.ui.shell import Link


def own_tabs(request: HttpRequest) -> list[Link]:
    """The pages about oneself, side by side."""
    ways = (
        (_("My account"), reverse("accounts:profile")),
        (_("Sign-in and security"), reverse("accounts:security")),
        (_("My roles"), reverse("accounts:roles")),
        (_("What is held about me"), reverse("accounts:held")),
        (_("Personal tokens"), reverse("accounts:tokens")),
    )
    return [Link(label, url, current=request.path == url) for label, url in ways]


def own_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page about oneself, with its tabs."""
    return render(request, template, {"own_tabs": own_tabs(request), **context}, status=status)
