"""Scope: the one condition that keeps an actor inside the subtrees they hold a permission for."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

from dangjian.kernel.periods import Dated, in_force_on, overlapping
from dangjian.kernel.tree.paths import reach_q

M = TypeVar("M", bound=models.Model)


class HoldsPermissions(Protocol):
    """Whoever asks: an actor knows the subtrees it holds a permission for."""

    def prefixes(self, permission: str) -> tuple[str, ...]: ...


def seen_q(model: type[models.Model], actor: HoldsPermissions, permission: str) -> Q:
    """The condition that ``actor`` may see a row of ``model`` under a permission: the one that every door asks.

    By default that is the subtrees in which the permission is held. A model whose rows are for fewer people than that,
    such as a talk for its two sides, says so in a class method ``seen_by(actor, permission)``.
    """
    for_fewer = getattr(model, "seen_by", None)
    condition: Q = for_fewer(actor, permission) if for_fewer else scope_q(model, actor.prefixes(permission))
    return condition


def scope_q(model: type[models.Model], paths: tuple[str, ...]) -> Q:
    """The condition that a row of ``model`` lies in one of the subtrees ``paths``; no path, no row.

    Raises:
        TypeError: the model does not say where its path is (``scope_path``).
    """
    where = getattr(model, "scope_path", None)
    if not where:
        raise TypeError(f"{model.__name__} has no scope_path")
    condition = Q(pk__in=[])
    for path in paths:
        condition |= reach_q(where, path)
    return condition


class ScopedQuerySet(models.QuerySet[M]):
    """A query set that knows who is asking."""

    def visible_to(self, actor: HoldsPermissions, permission: str) -> Self:
        """Only the rows in the subtrees where ``actor`` holds ``permission`` today."""
        return self.filter(seen_q(self.model, actor, permission))

    def within(self, path: str) -> Self:
        """Only the rows at or below one organisation. Narrows a view; it is not an access check."""
        return self.filter(scope_q(self.model, (path,)))


class DatedQuerySet(ScopedQuerySet[M]):
    """Words for rows that hold from ``starts_on`` until the day before ``ends_on``."""

    def on(self, day: date) -> Self:
        """In force on this day."""
        return self.filter(in_force_on(day))

    def during(self, span: Dated) -> Self:
        """In force on at least one day of the span."""
        return self.filter(overlapping(span))


class ScopedModel(models.Model):
    """Base of every model of ours: says its way to the organisation path, or why it has none.

    ``scope_path`` is a look-up such as "organisation__path"; ``unscoped`` is a reason in words. Rows that are for fewer
    people than hold the permission there say so in ``seen_by`` (see ``seen_q``).
    """

    scope_path: ClassVar[str] = ""
    unscoped: ClassVar[str] = ""

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
