"""Ways into the rooms: each room declares its pages, and the side navigation follows. No page needs editing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor


class PageGroup(TextChoices):
    """The groups of the side navigation, in their order."""

    YEAR = "year", _("The year's round")
    HOME = "home", _("Members' home")
    LEARNING = "learning", _("Study and publicity")
    REGISTER = "register", _("Foundations")
    ADMINISTRATION = "administration", _("Administration")


@dataclass(frozen=True)
class Page:
    """One way in.

    Attributes:
        key: ``room.page``.
        label: words of the link.
        url: actor -> address.
        icon: name of a picture of the sprite.
        group: where it stands.
        permission: shown only where this is held somewhere.
        order: place within the group.
        tab: place among the tabs of a phone, 0 for none.
        tab_label: the word of the tab, where the label is too long for a phone.
        button: place among the buttons at the head of the desks instead of the navigation, 0 for none.
    """

    key: str
    label: str | Promise
    url: Callable[[Actor], str]
    icon: str
    group: PageGroup
    permission: str
    order: int = 50
    tab: int = 0
    tab_label: str | Promise = ""
    button: int = 0


registry: dict[str, Page] = {}


def register_page(page: Page) -> Page:
    """Declare a page.

    Raises:
        ValueError: declared twice.
    """
    if page.key in registry:
        raise ValueError(f"page {page.key} is declared twice")
    registry[page.key] = page
    return page


def pages_for(actor: Actor) -> list[Page]:
    """The pages this actor may open, by group and order."""
    groups = list(PageGroup)
    allowed = [page for page in registry.values() if actor.may(page.permission)]
    return sorted(allowed, key=lambda page: (groups.index(page.group), page.order))
