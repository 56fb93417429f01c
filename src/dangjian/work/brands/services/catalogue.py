"""The catalogue of services: kept by the work committee, with days and order."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.tree.models import Organisation

from .. import actions
from ..errors import BrandError
from ..models import Service
from ..plain_words import visible
from ..six_services import SINCE, SIX, SOURCE

MOST = 99


@transaction.atomic
def begin_services(*, by: Actor | None = None) -> int:
    """Begin the catalogue with six services, where there is none; how many were added.

    They are no part of a migration: a backup is read into an empty database and brings its own.
    """
    if Service.objects.exists():
        return 0
    for ordinal, (key, name, meaning) in enumerate(SIX, start=1):
        facts = {"key": key, "name": name, "meaning": meaning, "ordinal": ordinal, "source": SOURCE, "starts_on": SINCE}
        service: Service = Service.objects.create(**facts)
        audit.record(actions.SERVICE_ADDED, service, by=by, organisation=None, changes={"on": SINCE.isoformat()})
    return len(SIX)


@transaction.atomic
def add_service(*, name: str, meaning: str = "", ordinal: int, on: date, source: str = "", by: Actor | None) -> Service:
    """Add a service to the catalogue from a day on.

    Raises:
        BrandError: the name is missing or stands there already, or it is not the work committee that acts.
    """
    words = visible(" ".join(name.split()), "name")[:40]
    if not words:
        raise BrandError(_("Say what the service is called."), field="name")
    committee = _committee(by)
    if Service.objects.filter(name=words, ends_on=None).exists():
        raise BrandError(_("This service stands in the catalogue already."), field="name")
    taken = set(Service.objects.values_list("key", flat=True))
    key = next(f"service-{n}" for n in range(1, len(taken) + 2) if f"service-{n}" not in taken)
    service: Service = Service.objects.create(
        key=key,
        name=words,
        meaning=" ".join(meaning.split())[:200],
        ordinal=_ordinal(ordinal),
        source=source.strip()[:200],
        starts_on=on,
    )
    audit.record(actions.SERVICE_ADDED, service, by=by, organisation=committee, changes={"on": on.isoformat()})
    return service


@transaction.atomic
def move_service(service: Service, *, ordinal: int, by: Actor | None) -> Service:
    """Give a service another place in the order.

    Raises:
        BrandError: the place is no number from 1 to 99, or it is not the work committee that acts.
    """
    committee = _committee(by)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    before, service.ordinal = service.ordinal, _ordinal(ordinal)
    service.save(update_fields=["ordinal"])
    changes = {"from": before, "to": service.ordinal}
    audit.record(actions.SERVICE_MOVED, service, by=by, organisation=committee, changes=changes)
    return service


@transaction.atomic
def end_service(service: Service, *, on: date, by: Actor | None) -> Service:
    """End a service from a day on; brands that take it keep it.

    Raises:
        BrandError: it has ended, the day is not after its beginning, or it is not the work committee that acts.
    """
    committee = _committee(by)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if service.ends_on and service.ends_on <= on:
        raise BrandError(_("This service has ended already."), field="on")
    if on <= service.starts_on:
        raise BrandError(_("The end must lie after the beginning."), field="on")
    service.ends_on = on
    service.save(update_fields=["ends_on"])
    changes = {"on": on.isoformat()}
    audit.record(actions.SERVICE_ENDED, service, by=by, organisation=committee, changes=changes)
    return service


def _committee(by: Actor | None) -> Organisation | None:
    organisation = by.organisation if by else None
    if by and (organisation is None or not organisation.is_work_committee):
        raise BrandError(_("The catalogue is kept by the work committee. Act for it to change it."))
    return organisation


def _ordinal(number: int) -> int:
    if not 1 <= number <= MOST:
        raise BrandError(_("Give a place from 1 to {most}.").format(most=MOST), field="ordinal")
    return number
