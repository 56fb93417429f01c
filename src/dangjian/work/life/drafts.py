"""A meeting while it is written: begun with what it counts as, locked for one writer, its times checked."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside

from .enums import KINDS_HELD_BY, MeetingKind
from .errors import MeetingError
from .models import CountsAs, Meeting

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Characters of printed codes: none that looks like another."""
DETAILS = ("topic", "happened_on", "begins_at", "ends_at", "place", "agenda", "content", "version")


def start(
    *,
    organisation: Organisation,
    kinds: Sequence[str],
    jointly: Collection[Organisation],
    by: Actor | None,
    **facts: Any,
) -> Meeting:
    """Write a meeting with the kinds it counts as, for a service that audits it.

    Raises:
        MeetingError: as ``call_meeting`` says of kinds and groups.
    """
    chosen = list(dict.fromkeys(kinds))
    _check_kinds(organisation, chosen)
    _check_jointly(organisation, chosen, jointly)
    meeting: Meeting = Meeting.objects.create(
        organisation=organisation, entered_by=(by.name if by else "")[:60], sheet_code=code_of(10), **facts
    )
    CountsAs.objects.bulk_create(
        CountsAs(meeting=meeting, organisation=place, kind=kind)
        for place in dict.fromkeys([organisation, *jointly])
        for kind in chosen
    )
    return meeting


def places_of(meeting: Meeting) -> list[Organisation]:
    """The organisations that hold it: its own and those that meet jointly."""
    jointly = Organisation.objects.filter(pk__in=meeting.counts.values("organisation")).exclude(
        pk=meeting.organisation_id
    )
    return [meeting.organisation, *jointly.order_by("code")]


def locked(meeting: Meeting, version: int | None) -> Meeting:
    """The meeting for writing, if nobody changed it since the writer opened it.

    Raises:
        ConflictError: somebody did; ``theirs`` holds what stands now, and ``version``.
    """
    found: Meeting = Meeting.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=meeting.pk)
    if version is not None and found.version != version:
        theirs = {name: getattr(found, name) for name in DETAILS}
        words = _("Somebody else changed this meeting while you were writing. What you wrote is kept below.")
        raise ConflictError(words, theirs=theirs)
    return found


def check_times(begins_at: time | None, ends_at: time | None) -> None:
    """Refuse an end before the start.

    Raises:
        MeetingError: the end is not after the start.
    """
    if begins_at is not None and ends_at is not None and ends_at <= begins_at:
        raise MeetingError(_("The end must lie after the beginning of the same day."), field="ends_at")


def _check_kinds(organisation: Organisation, kinds: Sequence[str]) -> None:
    held = KINDS_HELD_BY.get(organisation.kind, ())
    if not kinds:
        raise MeetingError(_("Say as what the meeting counts."), field="kinds")
    for kind in kinds:
        if kind not in held:
            label = MeetingKind(kind).label if kind in MeetingKind.values else kind
            words = _("{organisation} does not hold this kind of meeting: {kind}.")
            raise MeetingError(words.format(organisation=organisation, kind=label), field="kinds")


def _check_jointly(organisation: Organisation, kinds: Sequence[str], jointly: Collection[Organisation]) -> None:
    if not jointly:
        return
    parent = organisation.parent.path if organisation.parent else ""
    groups = all(place.kind == OrganisationKind.GROUP for place in (organisation, *jointly))
    if not groups or not all(inside(place.path or "", parent or "-") for place in jointly):
        raise MeetingError(_("Only Party groups of one branch meet jointly."), field="jointly")


def code_of(length: int) -> str:
    """A code to be printed and typed, drawn anew."""
    return "".join(secrets.choice(ALPHABET) for _position in range(length))
