"""Nominations by the organ that they come from: the organisation right below the one that issues the call."""

from __future__ import annotations

from collections.abc import Iterable

from dangjian.kernel.tree.models import Organisation

from ..models import Call, Nomination
from .reviews.conflicts import home_path


def by_home(call: Call, nominations: Iterable[Nomination]) -> list[tuple[Organisation, list[Nomination]]]:
    """The organs in their order, each with its nominations as they were given. One query.

    What the issuing organisation puts forward itself stands under its own name.

    Args:
        call: with its organisation.
        nominations: with their organisation.
    """
    base = call.organisation.path or ""
    found: dict[str, list[Nomination]] = {}
    for one in nominations:
        found.setdefault(home_path(one.organisation.path or "", base) or base, []).append(one)
    homes = Organisation.objects.filter(path__in=found).order_by("code")
    return [(home, found[home.path or ""]) for home in homes]
