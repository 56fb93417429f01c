"""Blocks of the page that gathers everything about an organisation: each room adds its own, none is known by name.

A block is loaded by its address when the page is open, so its own view checks its own permission; without script the
address is a link to the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

Words = str | Promise


@dataclass(frozen=True)
class Block:
    """One block, declared in a room's ``records.py``.

    Attributes:
        key: ``room.noun``.
        label: head of the block, and words of the link without script.
        url: organisation -> address; it answers a whole page to a browser and only the part to htmx.
        permission: readers without it at the organisation do not see the block.
        order: smaller comes first.
        kinds: kinds of organisation that have it, empty for all.
    """

    key: str
    label: Words
    url: Callable[[Organisation], str]
    permission: str
    order: int = 100
    kinds: Sequence[str] = ()


@dataclass(frozen=True)
class Placed:
    """A block with its address for one organisation."""

    key: str
    label: Words
    url: str


registry: dict[str, Block] = {}


def register(block: Block) -> Block:
    """Declare a block.

    Raises:
        ValueError: the key is declared already.
    """
    if block.key in registry:
        raise ValueError(f"block {block.key} is declared twice")
    registry[block.key] = block
    return block


def blocks_for(organisation: Organisation, actor: Actor) -> list[Placed]:
    """The blocks of an organisation that this actor may see, in their order."""
    wanted = sorted(registry.values(), key=lambda block: (block.order, block.key))
    return [
        Placed(block.key, block.label, block.url(organisation))
        for block in wanted
        if (not block.kinds or organisation.kind in block.kinds) and actor.may(block.permission, organisation.path)
    ]
