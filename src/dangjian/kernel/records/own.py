"""Pages about oneself that rooms add: tabs beside one's account, and cards on the member's desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dangjian.kernel.access.actors import Actor

from .kinds import Words


@dataclass(frozen=True)
class OwnPage:
    """A page on which everybody sees their own part of a room; its view checks whose it is.

    Attributes:
        key: ``room.page``.
        label: words of the tab and the card.
        note: grey second line of the card.
        url: actor -> address.
        order: smaller comes first.
        members_only: not for an account without a member.
    """

    key: str
    label: Words
    note: Words
    url: Callable[[Actor], str]
    order: int = 50
    members_only: bool = True


registry: dict[str, OwnPage] = {}


def register_own_page(page: OwnPage) -> OwnPage:
    """Declare a page about oneself.

    Raises:
        ValueError: declared twice.
    """
    if page.key in registry:
        raise ValueError(f"own page {page.key} is declared twice")
    registry[page.key] = page
    return page


def own_pages(actor: Actor) -> list[tuple[OwnPage, str]]:
    """The pages about oneself with their addresses."""
    own = [page for page in registry.values() if actor.member_id is not None or not page.members_only]
    return [(page, page.url(actor)) for page in sorted(own, key=lambda page: (page.order, page.key))]
