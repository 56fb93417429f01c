"""Whether kept tallies say what the records say."""

from __future__ import annotations

from collections.abc import Iterator

from dangjian.kernel.health import Check, Finding, register

from . import keeping, tallies
from .models import TallyDay

REMEDY = "Run `dangjian figures --count` to count them anew, and tell us how it came about."


def _tallies() -> Iterator[Finding]:
    for kept in TallyDay.objects.filter(layout=tallies.layout()).order_by("-day"):
        wrong, first = 0, ""
        for path in keeping.differing(kept.day):
            wrong, first = wrong + 1, first or path
        if wrong:
            yield Finding(
                f"The tallies of {kept.day} of {wrong} organisations are not what the records say; the first is "
                f"{first}.",
                REMEDY,
            )


register(Check("figures.tallies", "Tallies of the figures", _tallies, only_with="caches"))
