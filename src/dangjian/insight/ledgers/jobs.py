"""What of the ledgers runs by the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dangjian.kernel.jobs import Job, register

from .models import LedgerBatch, LedgerRun
from .storage import FILES

AFTER = timedelta(days=1)
"""No ledger takes longer from its first byte to its row."""


def _sweep(now: datetime, today: date) -> int:
    """Delete the files that no row names any more, after the rows have had their time."""
    removed = 0
    for name in FILES.written_before(now - AFTER):
        if not any(model.objects.filter(stored_as=name).exists() for model in (LedgerRun, LedgerBatch)):
            FILES.remove(name)
            removed += 1
    return removed


register(Job("ledgers.sweep", _sweep))
