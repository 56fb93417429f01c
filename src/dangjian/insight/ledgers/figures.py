"""Figures of ledgers: how many branches have a ledger of the year."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.steps import declare_step

declare_step(7, room="ledgers", owner=_("Organisation section of the work committee"), since=date(2017, 1, 1))
