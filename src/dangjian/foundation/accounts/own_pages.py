"""Pages about oneself that rooms above keep: each declares its own, and the tabs of "My account" follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dangjian.ui.shell import Link


@dataclass(frozen=True)
class OwnPage:
    """A page about oneself.

    Attributes:
        key: ``room.page``.
        label: words of the tab.
        url: its address.
    """

    key: str
    label: str | Promise
    url: Callable[[], str]


registry: dict[str, OwnPage] = {}


def register_own_page(page: OwnPage) -> OwnPage:
    """Declare a page.

    Raises:
        ValueError: declared twice.
    """
    if page.key in registry:
        raise ValueError(f"own page {page.key} is declared twice")
    registry[page.key] = page
    return page


def own_tabs(request: HttpRequest) -> list[Link]:
    """The pages about oneself, side by side."""
    ways = (
        (_("My account"), reverse("accounts:profile")),
        (_("Sign-in and security"), reverse("accounts:security")),
        (_("My roles"), reverse("accounts:roles")),
        (_("What is held about me"), reverse("accounts:held")),
        (_("Personal tokens"), reverse("accounts:tokens")),
        *((str(page.label), page.url()) for page in registry.values()),
    )
    return [Link(label, url, current=request.path == url) for label, url in ways]
