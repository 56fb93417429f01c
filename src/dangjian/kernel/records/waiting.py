"""What waits for somebody: rooms say what of theirs waits for an actor, desks show it. Nothing is pushed or popped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.together import Brief, together


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


@dataclass(frozen=True)
class Source:
    """What of one table waits for an actor.

    Attributes:
        permission: asked only for its holders.
        rows: actor -> what waits within the actor's scope, the earliest first; it must ask nothing by itself.
        brief: look-ups of what ``item`` reads of a row (see ``kernel/together.py``).
        item: (row, actor) -> the thing that waits.
    """

    permission: str
    rows: Callable[[Actor], QuerySet[Any]]
    brief: Sequence[str]
    item: Callable[[Any, Actor], Waiting]


sources: list[Source] = []


def register_waiting(
    permission: str,
    rows: Callable[[Actor], QuerySet[Any]],
    *,
    brief: Sequence[str],
    item: Callable[[Any, Actor], Waiting],
) -> Source:
    """Declare what of a table waits (see ``Source``)."""
    sources.append(Source(permission, rows, brief, item))
    return sources[-1]


def waiting_for(actor: Actor, most: int = 20) -> list[Waiting]:
    """Everything that waits for this actor, the earliest first, in one query however many sources there are.

    Args:
        actor: whom it waits for.
        most: so many things in all, and of each source.
    """
    asked = [source for source in sources if actor.may(source.permission)]
    rows = together([Brief(source.rows(actor)[:most], source.brief) for source in asked])
    found = [source.item(row, actor) for source, own in zip(asked, rows, strict=True) for row in own]
    return sorted(found, key=lambda item: (item.on is None, item.on or date.max, item.title))[:most]
