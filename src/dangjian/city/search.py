"""What organisations are found by."""

from __future__ import annotations

from dangjian.foundation.organisations.search import rebuild
from dangjian.kernel.tree.models import Organisation

from .world import City


def build(city: City) -> None:
    """Build the rows for the search of this city's organisations, former names included."""
    rebuild(Organisation.objects.under(city.committee.path))
