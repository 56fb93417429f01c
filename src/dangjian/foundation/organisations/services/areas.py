"""Areas of a work committee."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation

from ..models import Area
from .events import check_version, day_of

ADDED = action("organisations.area.added", gettext_lazy("added the area {target}"))
CHANGED = action("organisations.area.changed", gettext_lazy("changed the area {target}"))
ENDED = action("organisations.area.ended", gettext_lazy("ended the area {target}"))


class AreaError(ServiceError):
    """An area that cannot be."""


def _check_name(organisation: Organisation, name: str, but: int = 0) -> None:
    if Area.objects.filter(organisation=organisation, name=name, ends_on=None).exclude(pk=but).exists():
        raise AreaError(_("An area of this name exists already."), field="name")


@transaction.atomic
def add_area(organisation: Organisation, *, name: str, ordinal: int = 1, by: Actor | None) -> Area:
    """Add an area to a work committee.

    Raises:
        AreaError: not a work committee, or the name is in use.
    """
    if not organisation.is_work_committee:
        raise AreaError(_("Only a work committee has areas."))
    _check_name(organisation, name)
    area = Area.objects.create(organisation=organisation, name=name, ordinal=ordinal)
    audit.record(ADDED, area, by=by, organisation=organisation, changes={"name": ["", name]})
    return area


@transaction.atomic
def change_area(area: Area, *, name: str, ordinal: int, version: int | None = None, by: Actor | None) -> Area:
    """Rename or reorder an area.

    Args:
        version: the version the reader saw, None to skip the comparison.

    Raises:
        ConflictError: somebody else saved since; ``theirs`` holds what stands now.
        AreaError: it has ended, or the name is in use.
    """
    area = Area.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=area.pk)
    if area.ends_on:
        raise AreaError(_("This has ended already."))
    check_version(area, version, ("name", "ordinal"))
    _check_name(area.organisation, name, but=area.pk)
    changes = {"name": [area.name, name], "ordinal": [area.ordinal, ordinal]}
    area.name, area.ordinal = name, ordinal
    area.version += 1
    area.save(update_fields=["name", "ordinal", "version"])
    audit.record(CHANGED, area, by=by, organisation=area.organisation, changes=changes)
    return area


@transaction.atomic
def end_area(area: Area, *, on: date, by: Actor | None) -> Area:
    """End an area: no organisation may still belong to it.

    Raises:
        AreaError: it has ended already, organisations still belong to it, or the day lies ahead.
    """
    area = Area.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=area.pk)
    if area.ends_on:
        raise AreaError(_("This has ended already."))
    if on > day_of(by):
        raise AreaError(_("The day lies ahead. Enter what has happened."), field="on")
    belonging = area.profiles.filter(organisation__ends_on=None).count()
    if belonging:
        raise AreaError(_("{number} organisations still belong to this area.").format(number=belonging))
    area.ends_on = on
    area.save(update_fields=["ends_on"])
    audit.record(ENDED, area, by=by, organisation=area.organisation, changes={"ends_on": ["", str(on)]})
    return area
