"""How an organisation keeps its records: the nearest practice above it, or the platform's own."""

from __future__ import annotations

from datetime import date

from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from ..models import Practice


def practice_of(organisation: Organisation, day: date) -> Practice:
    """The practice in force for an organisation on a day; an unsaved one with the defaults where none is set."""
    path = organisation.path or ""
    rows = Practice.objects.filter(organisation__path__in=[*ancestors(path), path], starts_on__lte=day)
    found: Practice | None = rows.order_by("-organisation__depth", "-starts_on", "-pk").first()
    return found or Practice(organisation=organisation, starts_on=day)
