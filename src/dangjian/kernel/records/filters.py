"""Filters that kinds of several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import in_force_on
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import subtree_q

from .kinds import Filter, Words

Rows = QuerySet[Any]
Apply = Callable[[Rows, str, Actor], Rows]


def one_of(field: str, choices: Sequence[tuple[str, Words]]) -> tuple[Apply, Callable[[Actor], Any]]:
    """What applies a choice among known values, and what offers them."""
    values = {value for value, _label in choices}

    def apply(rows: Rows, value: str, actor: Actor) -> Rows:
        return rows.filter(**{field: value}) if value in values else rows

    return apply, lambda actor: choices


def choice(key: str, label: Words, field: str, choices: Sequence[tuple[str, Words]]) -> Filter:
    """A filter by one of several values of a field."""
    apply, offered = one_of(field, choices)
    return Filter(key, label, apply, choices=offered)


def day_of_text(value: str) -> date | None:
    """The day that an address names, None for anything else."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def between(key: str, label: Words, lookup: str) -> Filter:
    """A filter by a day."""

    def apply(rows: Rows, value: str, actor: Actor) -> Rows:
        day = day_of_text(value)
        return rows.filter(**{lookup: day}) if day else rows

    return Filter(key, label, apply, control="date")


def below(path: str) -> Apply:
    """A filter by an organisation's code or name: rows at or below it; an unknown one gives no rows."""

    def apply(rows: Rows, value: str, actor: Actor) -> Rows:
        named = Q(code=value) | Q(short_name=value) | Q(name=value)
        condition = Q(pk__in=[])
        for found in Organisation.objects.filter(named)[:20]:
            condition |= subtree_q(path, found.path or "-")
        return rows.filter(condition)

    return apply


def _in_force(rows: Rows, value: str, actor: Actor) -> Rows:
    return rows.filter(in_force_on(actor.today)) if value == "now" else rows


NOW = Filter("held", _("Time"), _in_force, choices=lambda actor: [("now", _("In force now"))])
