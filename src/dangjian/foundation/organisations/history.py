"""What organisations were before: told from the events, so that nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dangjian.kernel.tree.history import Change, Names, Superior, told_by

from .enums import EventKind
from .models import OrganisationEvent

CHANGES = (EventKind.MOVED, EventKind.CHANGED_KIND, EventKind.RENAMED)
"""Events that change what an organisation is; the others begin or end it, or tell of another's."""
_COLUMNS = (
    "pk",
    "corrects_id",
    "kind",
    "happened_on",
    "organisation__path",
    "old_parent_id",
    "old_parent__path",
    "old_parent__kind",
    "old_kind",
    "old_name",
    "old_short_name",
)


def in_order(events: Iterable[Any]) -> list[Any]:
    """Events as they followed: by their days, and within a day as first entered, however often corrected since.

    Args:
        events: rows with ``pk``, ``corrects_id`` and ``happened_on``.
    """
    rows = list(events)
    corrected: dict[int, int] = {}
    if any(row.corrects_id for row in rows):
        corrections = OrganisationEvent.objects.filter(kind__in=CHANGES).exclude(corrects=None)
        corrected = dict(corrections.values_list("pk", "corrects_id"))

    def first_entry(key: int) -> int:
        while key in corrected:
            key = corrected[key]
        return key

    return sorted(rows, key=lambda row: (row.happened_on, first_entry(row.pk)))


def _was(event: Any) -> Superior | str | Names | None:
    if event.kind == EventKind.CHANGED_KIND:
        return str(event.old_kind)
    if event.kind == EventKind.RENAMED:
        return Names(event.old_name, event.old_short_name)
    if event.old_parent_id is None:
        return None
    return Superior(event.old_parent_id, event.old_parent__path, event.old_parent__kind)


def changes_after(day: date) -> list[Change]:
    """The moves, renamings and changes of kind after a day, as they are known now."""
    rows = OrganisationEvent.objects.standing().filter(kind__in=CHANGES, happened_on__gt=day).order_by()
    events = in_order(rows.values_list(*_COLUMNS, named=True))
    return [Change(event.happened_on, event.organisation__path, _was(event)) for event in events]


told_by(changes_after)
