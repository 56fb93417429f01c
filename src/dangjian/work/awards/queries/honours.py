"""Reads of the register of honours."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation

from ..models import Call, Honour
from ..models.honours import HonourQuerySet


def honours_shown() -> HonourQuerySet:
    """Honours with what pages show of them."""
    shown: HonourQuerySet = Honour.objects.select_related("organisation", "member", "programme", "nomination__call")
    return shown


def of_organisation(organisation: Organisation) -> QuerySet[Honour]:
    """The honours of an organisation itself, newest first; revoked ones stay among them and say so."""
    rows: Any = honours_shown().filter(organisation=organisation, member=None, record_kind="")
    found: QuerySet[Honour] = rows.order_by("-happened_on", "-pk")
    return found


def of_member(member: Member | int) -> QuerySet[Honour]:
    """The honours of a member, newest first, wherever the membership was."""
    rows: Any = honours_shown().filter(member=member)
    found: QuerySet[Honour] = rows.order_by("-happened_on", "-pk")
    return found


def own_honours(actor: Actor) -> QuerySet[Honour]:
    """The actor's own honours."""
    return of_member(actor.member_id or 0)


def of_call(call: Call) -> QuerySet[Honour]:
    """The honours that a call gave and that stand, class by class."""
    rows: Any = honours_shown().standing().filter(nomination__call=call)
    found: QuerySet[Honour] = rows.order_by("award_class__rank", "organisation__code", "pk")
    return found


def by_code(code: str) -> Honour | None:
    """The honour whose certificate bears a code."""
    return honours_shown().filter(certificate_code=code).first() if code else None
