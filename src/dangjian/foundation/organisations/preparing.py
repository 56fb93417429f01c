"""Where an election is prepared. This room knows terms, not how the next one is elected: the room that does says so."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

Address = Callable[[int], str]
"""Key of an organisation -> the page where its election is prepared."""

_declared: list[Address] = []


def register_election_page(address: Address) -> None:
    """Declare the page.

    Raises:
        ValueError: another room has declared one.
    """
    if _declared:
        raise ValueError("the page of elections is declared twice")
    _declared.append(address)


def election_page(organisation_id: int) -> str:
    """Where what is due about a term is dealt with; the terms of the organisation where no room prepares elections."""
    if _declared:
        return _declared[0](organisation_id)
    return reverse("organisations:detail", args=[organisation_id]) + "#terms"
