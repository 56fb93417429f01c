"""Events: what happened to an organisation, on which day, entered when; and their correction by a new entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ConflictError, ServiceError
from dangjian.kernel.tree.history import past
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from ..enums import EventKind
from ..history import CHANGES, changes_after, in_order
from ..models import OrganisationEvent

CORRECTED = action("organisations.event.corrected", gettext_lazy("corrected an entry of the history of {target}"))
BEGINNINGS = (EventKind.FOUNDED, EventKind.SPLIT)
ENDINGS = (EventKind.MERGED, EventKind.DISSOLVED)


class OrganisationError(ServiceError):
    """A change of an organisation that cannot be."""


def day_of(by: Actor | None) -> date:
    """The day of whoever acts; of the platform itself when nobody sits in front of it."""
    return by.today if by else today()


def check_version(row: Any, version: int | None, fields: Iterable[str]) -> None:
    """Refuse to save over what somebody else has saved since.

    Args:
        row: as it stands now, locked.
        version: the version the reader saw, None to skip the comparison.
        fields: what the reader is shown of it.

    Raises:
        ConflictError: the versions differ; ``theirs`` holds the fields as they stand, and the version.
    """
    if version is not None and version != row.version:
        raise ConflictError(
            _("Somebody changed these facts while you were writing. Compare and save again."),
            theirs={field: getattr(row, field) for field in (*fields, "version")},
        )


def lock(*organisations: Organisation) -> list[Organisation]:
    """Lock organisations and everything above them, always in the same order, and return them as they stand now.

    Whoever moves something locks the way up from its goal as well, so two moves cannot make a circle.

    Raises:
        OrganisationError: one of them was moved in the meantime.
    """
    paths = {path for organisation in organisations for path in ancestors(organisation.path)}
    wanted = Q(pk__in=[organisation.pk for organisation in organisations]) | Q(path__in=paths)
    rows = {row.pk: row for row in Organisation.objects.select_for_update(of=("self",)).filter(wanted).order_by("pk")}
    locked = [rows[organisation.pk] for organisation in organisations]
    if any(now.path != before.path for now, before in zip(locked, organisations, strict=True)):
        raise OrganisationError(_("The organisation was moved in the meantime. Please look at it again."))
    return locked


def check_day(on: date, organisation: Organisation, kind: EventKind, *, by: Actor | None) -> None:
    """Refuse a day on which this cannot have happened.

    A past day is fine, since the entry shows when it was made; a later change of the same sort is not, since the tree
    would then go back to what was before it.

    Raises:
        OrganisationError: the day lies ahead or before a later change, or the organisation did not exist on it.
    """
    if on > day_of(by):
        raise OrganisationError(_("The day lies ahead. Enter what has happened."), field="on")
    if on < organisation.starts_on:
        raise OrganisationError(
            _("{organisation} was set up only on {day}.").format(organisation=organisation, day=organisation.starts_on),
            field="on",
        )
    if organisation.ends_on:
        raise OrganisationError(
            _("{organisation} was dissolved on {day}.").format(organisation=organisation, day=organisation.ends_on)
        )
    later = organisation.events.standing().filter(kind=kind, happened_on__gt=on).first()
    if later:
        raise OrganisationError(
            _("On {day} a later change of this sort was entered. Correct that entry, or choose a later day.").format(
                day=later.happened_on
            ),
            field="on",
        )


def enter_event(
    organisation: Organisation, kind: EventKind, *, on: date, by: Actor | None, **facts: Any
) -> OrganisationEvent:
    """Write one event, in the caller's transaction; the caller audits."""
    return OrganisationEvent.objects.create(
        organisation=organisation, kind=kind, happened_on=on, entered_by=by.name if by else "", **facts
    )


@transaction.atomic
def correct_event(
    event: OrganisationEvent,
    *,
    happened_on: date,
    reason: str,
    document_number: str = "",
    note: str = "",
    by: Actor | None,
) -> OrganisationEvent:
    """Put an entry right by a new one that says why; the wrong one stays and is shown as corrected.

    Corrected are the day, the document and the note. A beginning or an end moves the organisation's own dates along.

    Raises:
        OrganisationError: no reason; corrected already; the day lies ahead, passes another change of the same sort, or
            leaves no time between beginning and end.
    """
    event = OrganisationEvent.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=event.pk)
    if not reason.strip():
        raise OrganisationError(_("Say why the entry is corrected."), field="reason")
    if event.corrections.exists():
        raise OrganisationError(_("This entry has been corrected already. Correct the newest one."))
    if happened_on > day_of(by):
        raise OrganisationError(_("The day lies ahead. Enter what has happened."), field="happened_on")
    _check_order(event, happened_on)
    correction = enter_event(
        event.organisation,
        EventKind(event.kind),
        on=happened_on,
        by=by,
        document_number=document_number,
        note=note,
        old_name=event.old_name,
        old_short_name=event.old_short_name,
        new_name=event.new_name,
        old_kind=event.old_kind,
        old_parent_id=event.old_parent_id,
        new_parent_id=event.new_parent_id,
        other_id=event.other_id,
        corrects=event,
        correction_reason=reason,
    )
    _move_dates(event.organisation, EventKind(event.kind), happened_on)
    changes = {"happened_on": [str(event.happened_on), str(happened_on)], "reason": reason}
    if event.document_number != document_number:
        changes["document_number"] = [event.document_number, document_number]
    audit.record(
        CORRECTED, correction, by=by, organisation=event.organisation, changes=changes, label=str(event.organisation)
    )
    return correction


def check_place_then(
    organisation: Organisation, superior: Organisation, on: date, *, until: date = date.max, field: str
) -> None:
    """Refuse a past place that cannot have been: below an organisation set up later, or inside itself on some day.

    Args:
        on: the first day below the superior.
        until: the first day no longer below it.

    Raises:
        OrganisationError: it could not stand there.
    """
    if on < superior.starts_on:
        raise OrganisationError(
            _("{organisation} was set up only on {day}.").format(organisation=superior, day=superior.starts_on),
            field=field,
        )
    changes = changes_after(on)
    for day in sorted({on, *(change.on for change in changes if change.on < until)}):
        if organisation.path in past(day, changes).above(superior.path):
            raise OrganisationError(
                _("On {day} {superior} stood below {organisation} itself. Choose a later day.").format(
                    day=day, superior=superior, organisation=organisation
                ),
                field=field,
            )


def _check_order(event: OrganisationEvent, on: date) -> None:
    """Refuse a corrected day on which one change would pass another of its sort, or a place that could not be."""
    if event.kind not in CHANGES or on == event.happened_on:
        return
    same = in_order(event.organisation.events.standing().filter(kind=event.kind))
    here = same.index(event)
    first = same[here - 1].happened_on if here else event.organisation.starts_on
    last = same[here + 1].happened_on if here + 1 < len(same) else date.max
    if not first <= on <= last:
        raise OrganisationError(
            _("Between the two days another change of this sort was entered. Correct that entry first."),
            field="happened_on",
        )
    superior = event.new_parent if on < event.happened_on else event.old_parent
    if superior is not None:
        first, until = sorted((on, event.happened_on))
        check_place_then(event.organisation, superior, first, until=until, field="happened_on")


def _move_dates(organisation: Organisation, kind: EventKind, on: date) -> None:
    if kind in BEGINNINGS:
        column, starts_on, ends_on = "starts_on", on, organisation.ends_on
    elif kind in ENDINGS:
        column, starts_on, ends_on = "ends_on", organisation.starts_on, on
    else:
        return
    if ends_on and ends_on <= starts_on:
        raise OrganisationError(_("An organisation ends after the day it was set up."), field="happened_on")
    Organisation.objects.filter(pk=organisation.pk).update(**{column: on, "version": F("version") + 1})
