"""Blocks of the pages that gather everything about an organisation or a member: rooms add theirs, none is named here.

A block is loaded by its address when the page is open, so its own view checks its own permission; without script the
address is a link to the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from dangjian.kernel.access.actors import Actor

Words = str | Promise
ORGANISATION, MEMBER = "tree.organisation", "members.member"


@dataclass(frozen=True)
class Block:
    """One block, declared in a room's ``records.py``.

    Attributes:
        key: ``room.noun``.
        label: head of the block, and words of the link without script.
        url: organisation or member -> address; it answers a whole page to a browser and only the part to htmx.
        permission: readers without it at the organisation do not see the block.
        order: smaller comes first.
        kinds: kinds of organisation that have it, empty for all.
        about: on whose page it stands: ``ORGANISATION`` or ``MEMBER``.
    """

    key: str
    label: Words
    url: Callable[[Any], str]
    permission: str
    order: int = 100
    kinds: Sequence[str] = ()
    about: str = ORGANISATION


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


def blocks_for(record: Model, actor: Actor, *, path: str) -> list[Placed]:
    """The blocks of an organisation's or a member's page that this actor may see, in their order.

    Args:
        path: path of the organisation, or of the one that the member belongs to.
    """
    about, kind = record._meta.label_lower, getattr(record, "kind", "")
    wanted = sorted(registry.values(), key=lambda block: (block.order, block.key))
    return [
        Placed(block.key, block.label, block.url(record))
        for block in wanted
        if block.about == about and (not block.kinds or kind in block.kinds) and actor.may(block.permission, path)
    ]
