"""Set-up, renaming, moving and change of kind: the tree changes and the event is written in one transaction."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.tree import services as tree
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from ..enums import EventKind
from ..placement import may_stand_below
from ..search import reindex
from .events import OrganisationError, check_day, check_place_then, day_of, enter_event, lock

FOUNDED = action("organisations.organisation.founded", gettext_lazy("set up {target}"))
RENAMED = action("organisations.organisation.renamed", gettext_lazy("renamed {target}"))
MOVED = action("organisations.organisation.moved", gettext_lazy("moved {target} under another superior"))
CHANGED_KIND = action("organisations.organisation.changed_kind", gettext_lazy("changed the kind of {target}"))


def check_placement(kind: str, superior: Organisation | None, *, field: str) -> None:
    """Refuse a kind of organisation below a superior that cannot have it.

    Raises:
        OrganisationError: it cannot stand there, or the superior has been dissolved.
    """
    if superior is not None and superior.ends_on:
        raise OrganisationError(
            _("{organisation} was dissolved on {day}.").format(organisation=superior, day=superior.ends_on), field=field
        )
    if not may_stand_below(kind, superior.kind if superior else None):
        words = OrganisationKind(kind).label
        if superior is None:
            raise OrganisationError(_("{kind} cannot stand without a superior.").format(kind=words), field=field)
        raise OrganisationError(
            _("{kind} cannot stand below {superior} ({superior_kind}).").format(
                kind=words, superior=superior, superior_kind=superior.get_kind_display()
            ),
            field=field,
        )


@transaction.atomic
def found(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Organisation | None,
    on: date,
    short_name: str = "",
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> Organisation:
    """Set up an organisation.

    Args:
        code: unique in the whole tree.
        name: as on the seal; without a seal "中共", the unit and the kind (naming rule G3 of the 2017 collection).
        short_name: as people say it; the full name when empty.
        on: the day of the decision.
        document_number: the paper that approved it.

    Raises:
        TreeError: the code is in use.
        OrganisationError: the day lies ahead or before the superior's set-up; the kind cannot stand there.
    """
    if on > day_of(by):
        raise OrganisationError(_("The day lies ahead. Enter what has happened."), field="on")
    if parent is not None:
        (parent,) = lock(parent)
    check_placement(kind, parent, field="kind")
    if parent is not None and on < parent.starts_on:
        raise OrganisationError(
            _("{organisation} was set up only on {day}.").format(organisation=parent, day=parent.starts_on), field="on"
        )
    organisation = tree.place(
        code=code, name=name, short_name=short_name or name, kind=kind, parent=parent, starts_on=on
    )
    enter_event(
        organisation,
        EventKind.FOUNDED,
        on=on,
        by=by,
        new_name=name,
        new_parent=parent,
        document_number=document_number,
        note=note,
    )
    reindex([organisation])
    audit.record(
        FOUNDED,
        organisation,
        by=by,
        organisation=organisation,
        changes={"name": ["", name], "kind": ["", kind], "parent": ["", str(parent or "")], "on": str(on)},
    )
    return organisation


@transaction.atomic
def rename(
    organisation: Organisation,
    *,
    name: str,
    short_name: str,
    on: date,
    version: int | None = None,
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> Organisation:
    """Give an organisation another name; the old one stays findable.

    Args:
        version: the version the reader saw, None to skip the comparison.

    Raises:
        ConflictError: somebody changed the organisation since.
        OrganisationError: nothing changes, or the day cannot be.
    """
    (organisation,) = lock(organisation)
    if version is not None and version != organisation.version:
        raise ConflictError(
            _("Somebody changed this organisation while you were writing. Compare and save again."),
            theirs={"name": organisation.name, "short_name": organisation.short_name, "version": organisation.version},
        )
    check_day(on, organisation, EventKind.RENAMED, by=by)
    old_name, old_short_name = organisation.name, organisation.short_name
    if (name, short_name) == (old_name, old_short_name):
        raise OrganisationError(_("This is the name it has already."), field="name")
    organisation.name, organisation.short_name = name, short_name
    organisation.version += 1
    organisation.save(update_fields=["name", "short_name", "version"])
    enter_event(
        organisation,
        EventKind.RENAMED,
        on=on,
        by=by,
        old_name=old_name,
        old_short_name=old_short_name,
        new_name=name,
        document_number=document_number,
        note=note,
    )
    reindex([organisation])
    changes = {"name": [old_name, name], "short_name": [old_short_name, short_name], "on": str(on)}
    audit.record(RENAMED, organisation, by=by, organisation=organisation, changes=changes)
    return organisation


@transaction.atomic
def move(
    organisation: Organisation,
    *,
    to: Organisation,
    on: date,
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> Organisation:
    """Put an organisation with all below it under another superior.

    Raises:
        TreeError: the new superior lies inside the organisation.
        OrganisationError: it is there already, cannot stand there or could not since that day, or the day cannot be.
    """
    organisation, to = lock(organisation, to)
    check_day(on, organisation, EventKind.MOVED, by=by)
    if organisation.parent_id == to.pk:
        raise OrganisationError(_("It stands there already."), field="to")
    check_placement(organisation.kind, to, field="to")
    old = Organisation.objects.get(pk=organisation.parent_id) if organisation.parent_id else None
    moved = tree.move(organisation, to=to)
    check_place_then(moved, to, on, field="to")
    enter_event(
        moved,
        EventKind.MOVED,
        on=on,
        by=by,
        old_parent=old,
        new_parent=to,
        document_number=document_number,
        note=note,
    )
    audit.record(MOVED, moved, by=by, organisation=moved, changes={"parent": [str(old or ""), str(to)], "on": str(on)})
    return moved


@transaction.atomic
def change_kind(
    organisation: Organisation,
    *,
    kind: str,
    on: date,
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> Organisation:
    """Make a branch a general branch, a general branch a committee, and so on. A running term keeps its own rule.

    Raises:
        OrganisationError: it is of that kind already, or does not fit its superior or what stands below it.
    """
    (organisation,) = lock(organisation)
    check_day(on, organisation, EventKind.CHANGED_KIND, by=by)
    old = organisation.kind
    if old == kind:
        raise OrganisationError(_("It is of this kind already."), field="kind")
    superior = Organisation.objects.get(pk=organisation.parent_id) if organisation.parent_id else None
    check_placement(kind, superior, field="kind")
    for child in organisation.children.filter(ends_on=None).order_by("code"):
        if not may_stand_below(child.kind, kind):
            raise OrganisationError(
                _("{child} stands below it and could not stay there.").format(child=child), field="kind"
            )
    Organisation.objects.filter(pk=organisation.pk).update(kind=kind, version=F("version") + 1)
    organisation.refresh_from_db()
    words = f"{OrganisationKind(old).label} → {OrganisationKind(kind).label}"
    enter_event(
        organisation,
        EventKind.CHANGED_KIND,
        on=on,
        by=by,
        old_kind=old,
        document_number=document_number,
        note=f"{words}{': ' if note else ''}{note}"[:300],
    )
    audit.record(
        CHANGED_KIND, organisation, by=by, organisation=organisation, changes={"kind": [old, kind], "on": str(on)}
    )
    return organisation
