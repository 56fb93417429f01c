"""Where the roles of an account come from: grants, and what other floors derive from their own records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from dangjian.kernel.periods import in_force_on
from dangjian.kernel.tree.models import Organisation

from .actors import Held
from .models import Grant

PLACE = [field.attname for field in Organisation._meta.concrete_fields]


@dataclass(frozen=True)
class Source:
    """Rows that give roles.

    Attributes:
        rows: dated rows of any table with an ``organisation`` and, as a column or annotation, the ``role`` held
            there; which of them are in force is asked here.
        of: account -> condition for its rows; None when it can have none.
    """

    rows: Callable[[], QuerySet[Any]]
    of: Callable[[Any], Q | None]

    @cached_property
    def _leg(self) -> QuerySet[Any, Any]:
        # Every request begins with these rows: the query set is put together once, only its conditions differ.
        named = self.rows().order_by().annotate(held_as=F("role"))
        return named.values_list("pk", "held_as", *(f"organisation__{name}" for name in PLACE))

    def leg(self, account: Any, today: date) -> QuerySet[Any, Any] | None:
        """The rows of one account in force on a day, as the others' are."""
        condition = self.of(account)
        return None if condition is None else self._leg.filter(in_force_on(today), condition)


sources: list[Source] = []


def register_source(rows: Callable[[], QuerySet[Any]], of: Callable[[Any], Q | None]) -> Source:
    """Declare where roles come from besides grants (see ``Source``)."""
    sources.append(Source(rows, of))
    return sources[-1]


register_source(Grant.objects.all, lambda account: Q(account=account))


def held_by(account: Any, today: date) -> tuple[Held, ...]:
    """All roles of an account on a day, grants first; one query, however many sources there are."""
    legs = [leg for source in sources if (leg := source.leg(account, today)) is not None]
    numbered = [leg.annotate(held_from=Value(number)) for number, leg in enumerate(legs)]
    found = numbered[0].union(*numbered[1:], all=True) if len(numbered) > 1 else numbered[0]
    rows = sorted(found, key=lambda row: (row[-1], row[0]))
    return tuple(
        dict.fromkeys(Held.at(role, Organisation.from_db(found.db, PLACE, place)) for _key, role, *place, _from in rows)
    )
