"""The catalogue of services: kept by the work committee, with days and order."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.records.catalogues import Catalogue
from dangjian.kernel.records.services import add_item, begin_catalogue

from .. import actions
from ..errors import BrandError
from ..models import Service
from ..plain_words import visible
from ..six_services import SINCE, SIX, SOURCE

SERVICES = Catalogue(
    model=Service,
    prefix="service",
    added=actions.SERVICE_ADDED,
    moved=actions.SERVICE_MOVED,
    ended=actions.SERVICE_ENDED,
    error=BrandError,
    nameless=_("Say what the service is called."),
    twice=_("This service stands in the catalogue already."),
    over=_("This service has ended already."),
    clean=partial(visible, field="name"),
)


def begin_services(*, by: Actor | None = None) -> int:
    """Begin the catalogue with six services, where there is none; how many were added."""
    items = (
        {"key": key, "name": name, "meaning": meaning, "source": SOURCE, "starts_on": SINCE}
        for key, name, meaning in SIX
    )
    return begin_catalogue(SERVICES, items, by=by)


def add_service(*, name: str, meaning: str = "", ordinal: int, on: date, source: str = "", by: Actor | None) -> Service:
    """Add a service to the catalogue from a day on.

    Raises:
        BrandError: the name is missing or stands there already, or it is not the work committee that acts.
    """
    facts = {"meaning": " ".join(meaning.split())[:200]}
    service: Service = add_item(SERVICES, name=name, ordinal=ordinal, on=on, source=source, by=by, **facts)
    return service
