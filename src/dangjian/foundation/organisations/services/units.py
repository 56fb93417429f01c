"""Units, their links with Party organisations, and their leading groups."""

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

from ..models import LeadingGroup, Unit, UnitLink
from .events import check_version

ADDED = action("organisations.unit.added", gettext_lazy("entered the unit {target}"))
CHANGED = action("organisations.unit.changed", gettext_lazy("changed the unit {target}"))
LINKED = action("organisations.unit_link.started", gettext_lazy("linked a unit and an organisation: {target}"))
LINK_ENDED = action("organisations.unit_link.ended", gettext_lazy("ended the link {target}"))
GROUP_SET_UP = action("organisations.leading_group.founded", gettext_lazy("entered the leading group {target}"))
GROUP_ENDED = action("organisations.leading_group.ended", gettext_lazy("ended the leading group {target}"))


class UnitError(ServiceError):
    """A unit, link or leading group that cannot be."""


@transaction.atomic
def add_unit(
    organisation: Organisation,
    *,
    name: str,
    code: str,
    nature: str,
    situation: str,
    starts_on: date,
    head_count: int | None = None,
    by: Actor | None,
) -> Unit:
    """Enter a unit together with its link to a Party organisation.

    Raises:
        UnitError: the code is in use already.
    """
    if Unit.objects.filter(code=code).exists():
        raise UnitError(_("A unit with this code exists already. Link that one."), field="code")
    unit = Unit.objects.create(name=name, code=code, nature=nature, head_count=head_count)
    changes = {"code": ["", code], "nature": ["", nature]}
    audit.record(ADDED, unit, by=by, organisation=organisation, changes=changes)
    link_unit(organisation, unit=unit, situation=situation, starts_on=starts_on, by=by)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit,
    *,
    name: str,
    nature: str,
    head_count: int | None,
    organisation: Organisation,
    version: int | None = None,
    by: Actor | None,
) -> Unit:
    """Change the facts of a unit. Its code stays: another code is another unit.

    Args:
        organisation: for which organisation the entry is written down.
        version: the version the reader saw, None to skip the comparison.

    Raises:
        ConflictError: somebody else saved since; ``theirs`` holds what stands now.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    check_version(unit, version, ("name", "nature", "head_count"))
    new = {"name": name, "nature": nature, "head_count": head_count}
    changes = {
        field: [str(getattr(unit, field) or ""), str(value or "")]
        for field, value in new.items()
        if getattr(unit, field) != value
    }
    unit.name, unit.nature, unit.head_count = name, nature, head_count
    unit.version += 1
    unit.save(update_fields=[*new, "version"])
    audit.record(CHANGED, unit, by=by, organisation=organisation, changes=changes)
    return unit


@transaction.atomic
def link_unit(organisation: Organisation, *, unit: Unit, situation: str, starts_on: date, by: Actor | None) -> UnitLink:
    """Say that a unit and an organisation belong together from a day on.

    Raises:
        UnitError: they are linked already.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if UnitLink.objects.filter(unit=unit, organisation=organisation, ends_on=None).exists():
        raise UnitError(_("The unit is linked with this organisation already."), field="unit")
    link = UnitLink.objects.create(unit=unit, organisation=organisation, situation=situation, starts_on=starts_on)
    changes = {"situation": ["", situation], "starts_on": ["", str(starts_on)]}
    audit.record(LINKED, link, by=by, organisation=organisation, changes=changes)
    return link


@transaction.atomic
def end_unit_link(link: UnitLink, *, on: date, by: Actor | None) -> UnitLink:
    """End a link; it stays in the history.

    Raises:
        UnitError: it has ended already, or the day is not after its beginning.
    """
    link = UnitLink.objects.select_for_update(of=("self",)).select_related("organisation", "unit").get(pk=link.pk)
    _check_end(link.starts_on, link.ends_on, on)
    link.ends_on = on
    link.save(update_fields=["ends_on"])
    audit.record(LINK_ENDED, link, by=by, organisation=link.organisation, changes={"ends_on": ["", str(on)]})
    return link


@transaction.atomic
def set_up_leading_group(
    unit: Unit, *, name: str, starts_on: date, organisation: Organisation, by: Actor | None
) -> LeadingGroup:
    """Enter the leading Party members' group of a unit. It stands outside the tree but takes part in approvals.

    Raises:
        UnitError: the unit has one already.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if unit.leading_groups.filter(ends_on=None).exists():
        raise UnitError(_("The unit has a leading group already."), field="unit")
    group = LeadingGroup.objects.create(unit=unit, name=name, starts_on=starts_on)
    audit.record(GROUP_SET_UP, group, by=by, organisation=organisation, changes={"starts_on": ["", str(starts_on)]})
    return group


@transaction.atomic
def end_leading_group(group: LeadingGroup, *, on: date, organisation: Organisation, by: Actor | None) -> LeadingGroup:
    """End a leading group; it stays in the history.

    Raises:
        UnitError: it has ended already, or the day is not after its beginning.
    """
    group = LeadingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    _check_end(group.starts_on, group.ends_on, on)
    group.ends_on = on
    group.save(update_fields=["ends_on"])
    audit.record(GROUP_ENDED, group, by=by, organisation=organisation, changes={"ends_on": ["", str(on)]})
    return group


def _check_end(starts_on: date, ends_on: date | None, on: date) -> None:
    if ends_on:
        raise UnitError(_("This has ended already."))
    if on <= starts_on:
        raise UnitError(_("It ends after the day it began."), field="on")
