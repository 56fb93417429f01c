"""The tabs of one's own account: its pages, and those about oneself that rooms declare."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.records.own import own_pages
from dangjian.ui.shell import Link


def own_tabs(request: Any) -> list[Link]:
    """The pages about oneself, side by side."""
    ways = (
        (_("My account"), reverse("accounts:profile")),
        (_("Sign-in and security"), reverse("accounts:security")),
        (_("My roles"), reverse("accounts:roles")),
        (_("What is held about me"), reverse("accounts:held")),
        *((str(page.label), url) for page, url in own_pages(request.actor)),
        (_("Personal tokens"), reverse("accounts:tokens")),
    )
    return [Link(label, url, current=request.path == url) for label, url in ways]
