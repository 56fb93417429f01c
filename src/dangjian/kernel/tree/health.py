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
        wrong = rows.filter(Q(path=None) | ~Q(path=F("right"))).order_by("pk")
        first = wrong.values_list("code", "path", "right").first()
        if first:
            yield Finding(
                f"{wrong.count()} organisations have a path that is not their superior's path and their own number; "
                f"the first is {first[0]} ({first[1]}, should be {first[2]}).",
                "Who sees them is wrong. Restore the last backup, or move each to its superior once more.",
            )


register(Check("tree.paths", "Paths of organisations", _paths))
