"""Pages about oneself that rooms above keep: each declares its own, and the tabs of "My account" follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


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
