"""The catalogue of what is awarded again and again, kept by the work committee."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.records.catalogues import Catalogue
from dangjian.kernel.records.services import add_item, begin_catalogue

from ..actions import PROGRAMME_ADDED, PROGRAMME_ENDED, PROGRAMME_MOVED
from ..errors import CallError
from ..models import AwardProgramme
from ..programmes import PROGRAMMES, SINCE

AWARDED = Catalogue(
    model=AwardProgramme,
    prefix="programme",
    added=PROGRAMME_ADDED,
    moved=PROGRAMME_MOVED,
    ended=PROGRAMME_ENDED,
    error=CallError,
    nameless=_("Say what is awarded."),
    twice=_("This programme stands in the catalogue already."),
    over=_("This programme has ended already."),
)


def begin_programmes(*, by: Actor | None = None) -> int:
    """Begin the catalogue with the four in use, where there is none; how many were added."""
    items = (
        {"key": one.key, "name": one.name, "is_yearly": one.is_yearly, "source": one.source, "starts_on": SINCE}
        for one in PROGRAMMES
    )
    return begin_catalogue(AWARDED, items, by=by)


def add_programme(
    *, name: str, is_yearly: bool, ordinal: int, on: date, source: str = "", by: Actor | None
) -> AwardProgramme:
    """Add a programme to the catalogue from a day on.

    Raises:
        CallError: the name is missing or stands there already, or it is not the work committee that acts.
    """
    facts = {"is_yearly": is_yearly}
    programme: AwardProgramme = add_item(AWARDED, name=name, ordinal=ordinal, on=on, source=source, by=by, **facts)
    return programme
