"""Filters that several kinds of the room share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import in_force_on
from dangjian.kernel.records.kinds import Filter, Words
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import subtree_q

Rows = QuerySet[Any]
Apply = Callable[[Rows, str, Actor], Rows]


def member_url(member_id: int) -> str:
    """The page of a member."""
    return reverse("members:detail", args=[member_id])


def one_of(field: str, choices: Sequence[tuple[str, Words]]) -> tuple[Apply, Callable[[Actor], Any]]:
    values = {value for value, _label in choices}

    def apply(rows: Rows, value: str, actor: Actor) -> Rows:
        return rows.filter(**{field: value}) if value in values else rows

    return apply, lambda actor: choices


def choice(key: str, label: Words, field: str, choices: Sequence[tuple[str, Words]]) -> Filter:
    apply, offered = one_of(field, choices)
    return Filter(key, label, apply, choices=offered)


def day_of_text(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def between(key: str, label: Words, lookup: str) -> Filter:
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
