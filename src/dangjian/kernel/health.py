"""Checks of a running installation: each room declares its own in ``health.py``, ``dangjian doctor`` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        what: what was found, in a sentence.
        remedy: what to do about it.
    """

    what: str
    remedy: str


@dataclass(frozen=True)
class Check:
    """A question that is answered by what is found wrong; nothing found means all is well.

    Attributes:
        key: ``room.noun``.
        label: what is checked, in words.
        run: gives what is wrong; constant memory, at most a few findings for many faults of one kind.
        only_with: an option of ``dangjian doctor`` without which it is left out because it takes long ("audit",
            "caches"); "" runs always.
    """

    key: str
    label: str | Promise
    run: Callable[[], Iterable[Finding]]
    only_with: str = ""


registry: dict[str, Check] = {}


def register(check: Check) -> Check:
    """Add a check.

    Raises:
        ValueError: its key is taken.
    """
    if check.key in registry:
        raise ValueError(f"check {check.key} is declared twice")
    registry[check.key] = check
    return check
