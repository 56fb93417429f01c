"""Fetch and check in one call."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Model, QuerySet, Value, When
from django.http import Http404

from dangjian.kernel.tree.paths import outermost
from dangjian.kernel.tree.scope import scope_q, seen_q

from .actors import Actor

M = TypeVar("M", bound=Model)


def fetch(source: type[M] | QuerySet[M], pk: int | str, actor: Actor, permission: str) -> M:
    """The row with this key, in one query.

    Raises:
        Http404: there is none, or it lies outside every subtree the actor holds a role for: the two look the same. So
            do rows that are for few, to everybody else.
        PermissionDenied: it lies inside, but the permission is not held there.
    """
    rows: Any = source if isinstance(source, QuerySet) else source._default_manager.all()
    if not str(pk).isdecimal() or int(pk) > 2**63 - 1:
        raise Http404
    seen = seen_q(rows.model, actor, permission)
    for_few = hasattr(rows.model, "seen_by")
    reach = seen if for_few else scope_q(rows.model, outermost({held.path for held in actor.held}))
    allowed = Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField())
    found = rows.filter(reach, pk=pk).annotate(permission_reaches=allowed).first()
    if found is None:
        raise Http404
    if not found.permission_reaches:
        raise PermissionDenied
    return found
