"""Reads of public notices and objections."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from ..models import Call, Objection, PublicNotice


def notice_by_key(key: UUID) -> PublicNotice | None:
    """The public notice at an address."""
    rows = PublicNotice.objects.select_related("call__organisation", "call__programme")
    found: PublicNotice | None = rows.filter(key=key, call__called_off_on=None).first()
    return found


def objections_shown() -> QuerySet[Objection]:
    """Objections with what pages show of them."""
    related = ("notice__call__organisation", "nomination__organisation", "nomination__award_class")
    rows: QuerySet[Objection] = Objection.objects.select_related(*related)
    return rows


def objections_of(call: Call) -> QuerySet[Objection]:
    """The objections of a call, those not handled first."""
    return objections_shown().filter(notice__call=call).order_by("handled_on", "received_on", "pk")
