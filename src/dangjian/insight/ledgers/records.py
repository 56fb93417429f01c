"""The ways to ledgers: the block of the organisation page, and the pages of the navigation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.periods import Period
from dangjian.kernel.records import blocks, kinds
from dangjian.kernel.records.pages import Page, PageGroup, register_page
from dangjian.kernel.records.proofs import Proof, register_proof
from dangjian.kernel.tree.models import Organisation

from .permissions import TAKE_LEDGER, VIEW_LEDGER


def _with_records(year: Period, day: date) -> QuerySet[Any]:
    """Organisations that have a record of the year in any chapter of their ledger."""
    condition = Q(pk__in=[])
    for kind in kinds.registry.values():
        if kind.chapter and kind.day:
            span = {f"{kind.day}__gte": year.starts_on, f"{kind.day}__lte": min(day, year.last_day)}
            own = kind.model._default_manager.filter(**span, **{kind.organisation: OuterRef("pk")})
            # Asked organisation by organisation: all records of the year would be those of all cities.
            condition |= Q(Exists(own.order_by()))
    return Organisation.objects.filter(condition)


register_proof(
    Proof(
        key="ledgers.ledger",
        step=7,
        label=_("Work ledger"),
        wants=_("The ledger of the year holds at least one record; it writes itself, nobody has to make it."),
        rows=_with_records,
        organisation="pk",
        url=lambda organisation, year: f"{reverse('ledgers:ledger', args=[organisation])}?period={year.key}",
    )
)
blocks.register(
    blocks.Block(
        key="ledgers.ledger",
        label=_("Work ledger"),
        url=lambda organisation: reverse("ledgers:ledger", args=[organisation.pk]),
        permission=VIEW_LEDGER,
        order=10,
    )
)


def _own(actor: Actor) -> str:
    """The ledger of the organisation acted for."""
    if actor.organisation and actor.may(VIEW_LEDGER, actor.organisation.path):
        return reverse("ledgers:ledger", args=[actor.organisation.pk])
    return reverse("ledgers:runs")


register_page(Page("ledgers.ledger", _("Work ledger"), _own, "clipboard-check", PageGroup.YEAR, VIEW_LEDGER, order=90))
register_page(
    Page(
        "ledgers.runs",
        _("Ledger files"),
        lambda actor: reverse("ledgers:runs"),
        "file-text",
        PageGroup.YEAR,
        TAKE_LEDGER,
        order=91,
    )
)
