"""The registry of blocks. A room above has a module ``handover.py`` that registers its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.models import Grant

Words = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing the successor should know.

    Attributes:
        text: what.
        note: grey words behind it: who, why, by which rule.
        on: by when, or when it happened.
        url: where it is; printed pages show only the words.
    """

    text: Words
    note: Words = ""
    on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A part of the page.

    Attributes:
        key: ``room.noun``.
        title: its head.
        lines: (grant, actor) -> lines, scoped to what the actor may see at the grant's organisation.
        order: smaller comes first. 10 open items, 30 rhythm, 50 contacts, 70 recent work, 90 what to change.
        empty: what is said when there are none.
    """

    key: str
    title: Words
    lines: Callable[[Grant, Actor], Sequence[Line]]
    order: int = 50
    empty: Words = ""


@dataclass(frozen=True)
class Part:
    """A block with its lines."""

    title: Words
    lines: Sequence[Line]
    empty: Words


registry: dict[str, Block] = {}


def register(block: Block) -> Block:
    """Declare a block.

    Raises:
        ValueError: the key is declared already.
    """
    if block.key in registry:
        raise ValueError(f"hand-over block {block.key} is declared twice")
    registry[block.key] = block
    return block


def pack_for(grant: Grant, actor: Actor) -> list[Part]:
    """The hand-over page of a role, block by block."""
    blocks = sorted(registry.values(), key=lambda block: (block.order, block.key))
    return [Part(block.title, block.lines(grant, actor), block.empty) for block in blocks]
