"""The registry of permissions: each is declared once, in its room, with the roles that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from .roles import Role


@dataclass(frozen=True)
class Permission:
    """One thing that may be done: key ``room.object.verb``, words for the user, the roles that carry it."""

    key: str
    label: str | Promise
    roles: frozenset[Role]


registry: dict[str, Permission] = {}


def permission(key: str, label: str | Promise, *, roles: Iterable[Role]) -> str:
    """Declare a permission and return its key.

    Raises:
        ValueError: the key is declared already, or is not ``room.object.verb``.
    """
    if key in registry:
        raise ValueError(f"permission {key} is declared twice")
    if key.count(".") != 2:
        raise ValueError(f"permission {key} is not room.object.verb")
    registry[key] = Permission(key, label, frozenset(roles))
    return key


def carries(role: str, key: str) -> bool:
    """Whether a role carries a permission."""
    return key in registry and role in registry[key].roles


def carried_by(role: str) -> frozenset[str]:
    """The keys of all permissions that a role carries."""
    return frozenset(key for key, declared in registry.items() if role in declared.roles)
