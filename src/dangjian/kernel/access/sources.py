"""Where the roles of an account come from: grants, and what other floors derive from their own records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from .actors import Held
from .models import Grant

Source = Callable[[Any, date], Iterable[Held]]
sources: list[Source] = []


def register_source(source: Source) -> Source:
    """Add a function ``(account, today) -> roles held``; usable as a decorator."""
    if source not in sources:
        sources.append(source)
    return source


@register_source
def granted(account: Any, today: date) -> Iterable[Held]:
    """The roles granted by a person, in force today."""
    for grant in Grant.objects.on(today).filter(account=account).select_related("organisation").order_by("pk"):
        yield Held.at(grant.role, grant.organisation)


def held_by(account: Any, today: date) -> tuple[Held, ...]:
    """All roles of an account on a day, grants first."""
    return tuple(dict.fromkeys(held for source in sources for held in source(account, today)))
