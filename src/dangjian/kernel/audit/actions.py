"""The registry of audited actions: each has a key and a sentence in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Action:
    """An audited action: key ``room.object.past`` and a sentence with ``{target}``."""

    key: str
    sentence: str | Promise


registry: dict[str, Action] = {}


def action(key: str, sentence: str | Promise) -> str:
    """Declare an action and return its key.

    Raises:
        ValueError: declared twice, or not ``room.object.past``.
    """
    if key in registry:
        raise ValueError(f"action {key} is declared twice")
    if key.count(".") != 2:
        raise ValueError(f"action {key} is not room.object.past")
    registry[key] = Action(key, sentence)
    return key


def describe(key: str, target: str) -> str:
    """The sentence of an action about a target; old keys no longer declared are shown as they are."""
    declared = registry.get(key)
    return str(declared.sentence).format(target=target) if declared else f"{key}: {target}"
