"""Figures of ledgers: how many branches have a ledger of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.marking import Watch, watch_all, watches_of
from dangjian.kernel.figures.steps import declare_step
from dangjian.kernel.records import kinds


def _records_of_ledgers() -> Iterator[Watch]:
    """Whatever has a chapter in a ledger is watched: one record makes the ledger of a branch."""
    for kind in kinds.registry.values():
        if kind.chapter and kind.day:
            yield from watches_of(kind.model, kind.organisation, kind.day)


watch_all(_records_of_ledgers)
declare_step(7, room="ledgers", owner=_("Organisation section of the work committee"), since=date(2017, 1, 1))
