"""Where the roles of an account come from: grants, and what other floors derive from their own records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Value

from dangjian.kernel.tree.models import Organisation

from .actors import Held
from .models import Grant

Source = Callable[[Any, date], QuerySet[Any] | None]
sources: list[Source] = []
PLACE = [field.attname for field in Organisation._meta.concrete_fields]


def register_source(source: Source) -> Source:
    """Add a function ``(account, today) -> rows``; usable as a decorator.

    The rows are of any table that has an ``organisation`` and, as a column or annotation, the ``role`` held there;
    None where there can be none. All sources are asked in one query.
    """
    if source not in sources:
        sources.append(source)
    return source


@register_source
def granted(account: Any, today: date) -> QuerySet[Any]:
    """The roles granted by a person, in force today."""
    rows: QuerySet[Any] = Grant.objects.on(today).filter(account=account)
    return rows


def held_by(account: Any, today: date) -> tuple[Held, ...]:
    """All roles of an account on a day, grants first."""
    asked = [rows for source in sources if (rows := source(account, today)) is not None]
    legs = [_leg(number, rows) for number, rows in enumerate(asked)]
    found = legs[0].union(*legs[1:], all=True) if len(legs) > 1 else legs[0]
    return tuple(
        dict.fromkeys(
            Held.at(role, Organisation.from_db(found.db, PLACE, place))
            for _number, _key, role, *place in sorted(found, key=lambda row: row[:2])
        )
    )


def _leg(number: int, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    named = rows.order_by().annotate(held_from=Value(number), held_as=F("role"))
    return named.values_list("held_from", "pk", "held_as", *(f"organisation__{name}" for name in PLACE))
