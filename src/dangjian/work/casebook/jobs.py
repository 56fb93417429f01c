"""What runs by the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dangjian.kernel.jobs import Job, register

from .models import EditionFile
from .storage import FILES

AFTER = timedelta(days=1)
"""No book takes longer from its first byte to its row."""


def _sweep(now: datetime, today: date) -> int:
    """Delete the files that no row names any more, after the rows of proofs have had their time."""
    removed = 0
    for name in FILES.written_before(now - AFTER):
        if not EditionFile.objects.filter(stored_as=name).exists():
            FILES.remove(name)
            removed += 1
    return removed


register(Job("casebook.sweep", _sweep))
