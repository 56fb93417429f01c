"""What other rooms keep at an organisation, and what becomes of it when the organisation is merged or dissolved.

This room stands below members, so it cannot know them. A room that keeps something at organisations declares it in a
module named ``belongings`` (found on start, like ``records``)::

    register(Belonging(
        key="members",
        count=lambda organisation, on: Membership.objects.on(on).filter(organisation=organisation).count(),
        words=lambda number: ngettext("{number} member", "{number} members", number).format(number=number),
        absorb=lambda source, into, on, by: ...,   # called inside the transaction of the merger
    ))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation


@dataclass(frozen=True)
class Belonging:
    """Something kept at an organisation.

    Attributes:
        key: room or room and noun; one declaration a key.
        count: (organisation, day) -> how many stand there on that day, not counting organisations below.
        words: number -> "23 members", in the reader's language.
        absorb: (source, into, on, by) -> None; moves them along in a merger, in the merger's transaction.
        keeps_open: whether an organisation cannot be dissolved while any are left.
    """

    key: str
    count: Callable[[Organisation, date], int]
    words: Callable[[int], str]
    absorb: Callable[[Organisation, Organisation, date, Actor | None], None]
    keeps_open: bool = True


registry: dict[str, Belonging] = {}


def register(belonging: Belonging) -> Belonging:
    """Declare what a room keeps at organisations.

    Raises:
        ValueError: the key is declared already.
    """
    if belonging.key in registry:
        raise ValueError(f"belonging {belonging.key} is declared twice")
    registry[belonging.key] = belonging
    return belonging


def held_at(organisation: Organisation, on: date) -> list[tuple[Belonging, int]]:
    """What stands at an organisation on a day: each belonging of which there is at least one, with its number."""
    counted = [(belonging, belonging.count(organisation, on)) for belonging in registry.values()]
    return [(belonging, number) for belonging, number in counted if number]


def words_for(organisation: Organisation, on: date) -> list[str]:
    """The same as words: "23 members", "2 posts"."""
    return [belonging.words(number) for belonging, number in held_at(organisation, on)]


def absorb(source: Organisation, into: Organisation, *, on: date, by: Actor | None) -> None:
    """Let every room move what it keeps at ``source`` over to ``into``; part of the caller's transaction."""
    for belonging in registry.values():
        belonging.absorb(source, into, on, by)
