"""Mergers, splits and dissolutions: what an organisation leaves behind never goes lost without a word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree import services as tree
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside

from .. import belongings
from ..enums import EventKind, TermEnd
from ..models import UnitLink
from ..placement import may_stand_below
from ..search import reindex
from .events import OrganisationError, check_day, enter_event, lock
from .tree import check_placement, move

MERGED = action("organisations.organisation.merged", gettext_lazy("merged {target} into another organisation"))
ABSORBED = action("organisations.organisation.absorbed", gettext_lazy("let {target} take in another organisation"))
SPLIT = action("organisations.organisation.split", gettext_lazy("split off {target} from another organisation"))
DISSOLVED = action("organisations.organisation.dissolved", gettext_lazy("dissolved {target}"))


@transaction.atomic
def merge(
    source: Organisation,
    *,
    into: Organisation,
    on: date,
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> Organisation:
    """Let ``into`` take in ``source``: organisations below, members and units go along, ``source`` ends.

    Members and whatever else other rooms keep at ``source`` are moved by those rooms (``belongings``).

    Raises:
        OrganisationError: one lies inside the other; what stands below cannot stand there; areas are in use; the day
            cannot be.
    """
    source, into = lock(source, into)
    check_day(on, source, EventKind.MERGED, by=by)
    check_day(on, into, EventKind.ABSORBED, by=by)
    _check_ends_after_start(source, on)
    if inside(into.path, source.path) or inside(source.path, into.path):
        raise OrganisationError(
            _("An organisation cannot be merged with itself or one above or below it."), field="into"
        )
    if source.areas.filter(ends_on=None).exists():
        raise OrganisationError(_("Areas of {organisation} are still in use.").format(organisation=source))
    children = list(source.children.filter(ends_on=None).order_by("pk"))
    for child in children:
        if not may_stand_below(child.kind, into.kind):
            raise OrganisationError(
                _("{child} stands below it and cannot stand below {into}.").format(child=child, into=into), field="into"
            )
    for child in children:
        move(child, to=into, on=max(on, child.starts_on), document_number=document_number, by=by)
    belongings.absorb(source, into, on=on, by=by)
    _hand_over_units(source, into, on)
    _end(source, on)
    facts = {"document_number": document_number, "note": note}
    enter_event(source, EventKind.MERGED, on=on, by=by, other=into, old_name=source.name, **facts)
    enter_event(into, EventKind.ABSORBED, on=on, by=by, other=source, **facts)
    changes = {"source": str(source), "into": str(into), "on": str(on)}
    audit.record(MERGED, source, by=by, organisation=source, changes=changes)
    audit.record(ABSORBED, into, by=by, organisation=into, changes=changes)
    into.refresh_from_db()
    return into


@transaction.atomic
def split_off(
    source: Organisation,
    *,
    code: str,
    name: str,
    short_name: str = "",
    kind: str = "",
    on: date,
    children: Iterable[Organisation] = (),
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> Organisation:
    """Set up a new organisation beside ``source`` out of it; chosen organisations below ``source`` go along.

    Members are moved afterwards, each with a letter or by the register, since who goes is decided person by person.

    Raises:
        TreeError: the code is in use.
        OrganisationError: it has no superior; a chosen organisation is not directly below it; the day cannot be.
    """
    (source,) = lock(source)
    check_day(on, source, EventKind.SPLIT, by=by)
    if source.parent_id is None:
        raise OrganisationError(_("An organisation without a superior cannot be split."))
    superior = Organisation.objects.get(pk=source.parent_id)
    kind = kind or source.kind
    check_placement(kind, superior, field="kind")
    moved = list(children)
    if any(child.parent_id != source.pk for child in moved):
        raise OrganisationError(_("Only organisations directly below it can go along."), field="children")
    organisation = tree.place(
        code=code, name=name, short_name=short_name or name, kind=kind, parent=superior, starts_on=on
    )
    enter_event(
        organisation,
        EventKind.SPLIT,
        on=on,
        by=by,
        other=source,
        new_name=name,
        new_parent=superior,
        document_number=document_number,
        note=note,
    )
    for child in moved:
        move(child, to=organisation, on=max(on, child.starts_on), document_number=document_number, by=by)
    reindex([organisation])
    changes = {"from": str(source), "name": ["", name], "moved": [str(child) for child in moved], "on": str(on)}
    audit.record(SPLIT, organisation, by=by, organisation=organisation, changes=changes)
    return organisation


@transaction.atomic
def dissolve(
    organisation: Organisation, *, on: date, document_number: str = "", note: str = "", by: Actor | None
) -> Organisation:
    """End an organisation. It stays in the tree for its history and is found by its names.

    Raises:
        OrganisationError: organisations stand below it or members belong to it (named); the day cannot be.
    """
    (organisation,) = lock(organisation)
    check_day(on, organisation, EventKind.DISSOLVED, by=by)
    _check_ends_after_start(organisation, on)
    left = what_remains(organisation, on)
    if left:
        raise OrganisationError(
            _("It cannot be dissolved yet. Still there: {things}.").format(things=_(", ").join(left))
        )
    UnitLink.objects.filter(organisation=organisation, ends_on=None, starts_on__lt=on).update(ends_on=on)
    _end(organisation, on)
    enter_event(
        organisation,
        EventKind.DISSOLVED,
        on=on,
        by=by,
        old_name=organisation.name,
        document_number=document_number,
        note=note,
    )
    audit.record(DISSOLVED, organisation, by=by, organisation=organisation, changes={"on": str(on)})
    return organisation


def what_remains(organisation: Organisation, on: date) -> list[str]:
    """What keeps an organisation from being dissolved, in words: organisations below, areas, members."""
    names = organisation.children.filter(ends_on=None).order_by("code").values_list("short_name", flat=True)
    left = [*names[:5], *(["…"] if len(names) > 5 else [])]
    left += organisation.areas.filter(ends_on=None).values_list("name", flat=True)[:5]
    held = belongings.held_at(organisation, on)
    return left + [belonging.words(number) for belonging, number in held if belonging.keeps_open]


def _check_ends_after_start(organisation: Organisation, on: date) -> None:
    if on <= organisation.starts_on:
        raise OrganisationError(_("An organisation ends after the day it was set up."), field="on")


def _hand_over_units(source: Organisation, into: Organisation, on: date) -> None:
    known = set(UnitLink.objects.filter(organisation=into, ends_on=None).values_list("unit_id", flat=True))
    for link in UnitLink.objects.filter(organisation=source, ends_on=None):
        if link.unit_id not in known:
            UnitLink.objects.create(unit_id=link.unit_id, organisation=into, situation=link.situation, starts_on=on)
        if link.starts_on < on:
            link.ends_on = on
            link.save(update_fields=["ends_on"])
        else:
            link.delete()


def _end(organisation: Organisation, on: date) -> None:
    organisation.terms.filter(ends_on=None).update(ends_on=on, ended_by=TermEnd.DISSOLVED)
    Organisation.objects.filter(pk=organisation.pk).update(ends_on=on, version=F("version") + 1)
    organisation.refresh_from_db()
