"""Acts on catalogues: begun, added to, put in another order, ended. All of them are the work committee's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import one_line

from .catalogues import Catalogue, CatalogueItem

MOST = 99


@transaction.atomic
def begin_catalogue(catalogue: Catalogue, items: Iterable[Mapping[str, Any]], *, by: Actor | None) -> int:
    """Begin a catalogue with these items, in their order, where there is none; how many were added.

    They are no part of a migration: a backup is read into an empty database and brings its own.
    """
    if catalogue.model._default_manager.exists():
        return 0
    number = 0
    for number, facts in enumerate(items, start=1):
        row = catalogue.model._default_manager.create(ordinal=number, **facts)
        audit.record(catalogue.added, row, by=by, organisation=None, changes={"on": row.starts_on.isoformat()})
    return number


@transaction.atomic
def add_item(
    catalogue: Catalogue, *, name: str, ordinal: int, on: date, source: str = "", by: Actor | None, **facts: Any
) -> Any:
    """Add an item to a catalogue from a day on.

    Raises:
        ServiceError: the name is missing or stands there already, the place is none, or it is not the work committee
            that acts.
    """
    model: Any = catalogue.model
    rows = model._default_manager
    words = one_line(catalogue.clean(name), model._meta.get_field("name").max_length)
    if not words:
        raise catalogue.error(catalogue.nameless, field="name")
    committee = _committee(catalogue, by)
    if rows.filter(name=words, ends_on=None).exists():
        raise catalogue.error(catalogue.twice, field="name")
    taken = set(rows.values_list("key", flat=True))
    key = next(f"{catalogue.prefix}-{n}" for n in range(1, len(taken) + 2) if f"{catalogue.prefix}-{n}" not in taken)
    place = _ordinal(catalogue, ordinal)
    row = rows.create(key=key, name=words, ordinal=place, source=one_line(source, 200), starts_on=on, **facts)
    audit.record(catalogue.added, row, by=by, organisation=committee, changes={"on": on.isoformat()})
    return row


@transaction.atomic
def move_item(catalogue: Catalogue, row: CatalogueItem, *, ordinal: int, by: Actor | None) -> Any:
    """Give an item another place in the order.

    Raises:
        ServiceError: the place is no number from 1 to 99, or it is not the work committee that acts.
    """
    committee = _committee(catalogue, by)
    found: Any = catalogue.model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    before, found.ordinal = found.ordinal, _ordinal(catalogue, ordinal)
    found.save(update_fields=["ordinal"])
    changes = {"from": before, "to": found.ordinal}
    audit.record(catalogue.moved, found, by=by, organisation=committee, changes=changes)
    return found


@transaction.atomic
def end_item(catalogue: Catalogue, row: CatalogueItem, *, on: date, by: Actor | None) -> Any:
    """End an item from a day on; what was chosen before keeps it.

    Raises:
        ServiceError: it has ended, the day is not after its beginning, or it is not the work committee that acts.
    """
    committee = _committee(catalogue, by)
    found: Any = catalogue.model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if found.ends_on and found.ends_on <= on:
        raise catalogue.error(catalogue.over, field="on")
    if on <= found.starts_on:
        raise catalogue.error(_("The end must lie after the beginning."), field="on")
    found.ends_on = on
    found.save(update_fields=["ends_on"])
    audit.record(catalogue.ended, found, by=by, organisation=committee, changes={"on": on.isoformat()})
    return found


def _committee(catalogue: Catalogue, by: Actor | None) -> Organisation | None:
    organisation = by.organisation if by else None
    if by and (organisation is None or not organisation.is_work_committee):
        raise catalogue.error(_("The catalogue is kept by the work committee. Act for it to change it."))
    return organisation


def _ordinal(catalogue: Catalogue, number: int) -> int:
    if not 1 <= number <= MOST:
        raise catalogue.error(_("Give a place from 1 to {most}.").format(most=MOST), field="ordinal")
    return number
