"""Whether the paths of organisations say what their superiors say."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from dangjian.kernel.health import Check, Finding, register

from .models import Organisation


def _paths() -> Iterator[Finding]:
    own = Concat(Cast("pk", CharField()), Value("/"))
    below = Organisation.objects.exclude(parent=None).annotate(right=Concat(F("parent__path"), own))
    top = Organisation.objects.filter(parent=None).annotate(right=Concat(Value("/"), own))
    for rows in (top, below):
        wrong = rows.filter(Q(path=None) | ~Q(path=F("right")))
        count = wrong.count()
        if count:
            first = wrong.order_by("pk").first()
            yield Finding(
                f"{count} organisations have a path that is not their superior's path and their own number; the first "
                f"is {first.code} ({first.path}, should be {first.right}).",
                "Who sees them is wrong. Restore the last backup, or move each to its superior once more.",
            )


register(Check("tree.paths", "Paths of organisations", _paths))
