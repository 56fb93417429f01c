"""What waits for somebody: rooms say what of theirs waits for an actor, desks show it. Nothing is pushed or popped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor


class Lane(TextChoices):
    """Who has the next move."""

    DECIDE = "decide", _("To decide")
    OTHERS = "others", _("Waiting for others")
    COMING = "coming", _("Coming")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits.

    Attributes:
        title: what, in words.
        note: grey second line: room and reason.
        url: the one place where it is done.
        on: by when, or when it happens.
        lane: who has the next move.
        state: "due", "late", "not-due" or "" (see ui.states).
    """

    title: str
    note: str
    url: str
    on: date | None
    lane: Lane = Lane.DECIDE
    state: str = ""


Source = Callable[[Actor, int], Iterable[Waiting]]
"""(actor, most) -> at most that many things, the earliest first, in a fixed number of queries."""

sources: list[tuple[str, Source]] = []


def register_waiting(permission: str, source: Source) -> None:
    """Add a source, asked only for holders of the permission."""
    sources.append((permission, source))


def waiting_for(actor: Actor, most: int = 20) -> list[Waiting]:
    """Everything that waits for this actor, the earliest first."""
    found = [item for permission, source in sources if actor.may(permission) for item in source(actor, most)]
    return sorted(found, key=lambda item: (item.on is None, item.on or date.max, item.title))[:most]
