"""The ways to ledgers: the block of the organisation page, and the pages of the navigation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.records import blocks
from dangjian.kernel.records.pages import Page, PageGroup, register_page

from .permissions import TAKE_LEDGER, VIEW_LEDGER

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
