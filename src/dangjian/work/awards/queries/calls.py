"""Reads of calls: which reach an organisation, and what one consists of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors, outermost
from dangjian.kernel.tree.scope import scope_q

from ..enums import PhaseKind
from ..models import AwardClass, AwardProgramme, Call
from ..models.calls import CallQuerySet


def calls_shown() -> CallQuerySet:
    """Calls with what pages show of them."""
    shown: CallQuerySet = Call.objects.select_related("organisation", "programme")
    return shown


def reaching(paths: tuple[str, ...]) -> Q:
    """The condition for calls of organisations below these paths, and for those issued above them."""
    above = {path for below in paths for path in ancestors(below)}
    return scope_q(Call, paths) | Q(issued_on__isnull=False, organisation__path__in=above)


def call_for(key: int, actor: Actor, permission: str) -> Call:
    """A call that an actor may see: drawn up below, or issued above the places where the permission is held.

    Raises:
        Http404: there is none, or it reaches no place of the actor.
        PermissionDenied: it reaches one, but the permission is not held there.
    """
    found: Call | None = calls_shown().filter(reaching(outermost({held.path for held in actor.held})), pk=key).first()
    if found is None:
        raise Http404
    if not calls_shown().filter(reaching(actor.prefixes(permission)), pk=key).exists():
        raise PermissionDenied
    return found


def open_calls(organisation: Organisation, day: date) -> QuerySet[Call]:
    """The calls that take nominations from an organisation on a day: its own and those issued above it."""
    rows = calls_shown().standing().filter(decided_on=None)
    taking = Q(phases__kind=PhaseKind.NOMINATING, phases__starts_on__lte=day, phases__ends_on__gt=day)
    return rows.filter(taking, organisation__path__in=ancestors(organisation.path or "")).order_by("pk")


def calls_above(actor: Actor) -> QuerySet[Call]:
    """The calls that reach the organisation acted for, newest first."""
    paths = ancestors(actor.organisation.path or "") if actor.organisation else []
    rows: QuerySet[Call] = calls_shown().standing().filter(organisation__path__in=paths).order_by("-issued_on", "-pk")
    return rows


def classes_open(organisation: Organisation, day: date) -> QuerySet[AwardClass]:
    """The classes for which an organisation may enter somebody on a day."""
    rows = AwardClass.objects.filter(call__in=open_calls(organisation, day)).select_related("call__organisation")
    return rows.order_by("call", "rank", "pk")


def class_reaching(organisation: Organisation, key: int) -> AwardClass | None:
    """A class of a call that reaches an organisation, open or not; None where there is none."""
    reached: Any = Call.objects.standing().filter(organisation__path__in=ancestors(organisation.path or ""))
    return AwardClass.objects.filter(call__in=reached, pk=key).select_related("call__organisation").first()


def programmes(day: date | None = None) -> QuerySet[AwardProgramme]:
    """The catalogue; of a day, what is awarded then."""
    rows: QuerySet[AwardProgramme] = AwardProgramme.objects.all() if day is None else AwardProgramme.objects.on(day)
    return rows.order_by("ordinal", "pk")


def issued_by(organisation: Organisation) -> QuerySet[Call]:
    """The calls that an organisation issued, newest first."""
    rows: Any = Call.objects.standing().filter(organisation=organisation)
    found: QuerySet[Call] = rows.order_by("-for_year", "-pk")
    return found
