"""The records of a section as a ledger tells them: in the order of their days, corrections beside what they correct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.kernel.attachments.pictures import Album, albums_of
from dangjian.kernel.attachments.places import registry as places
from dangjian.kernel.documents.cells import shown
from dangjian.kernel.records.entries import Entry, entries_of
from dangjian.kernel.records.models import Record

from .gathering import Section

PAGE = 50


@dataclass(frozen=True)
class Told:
    """One record as it stands in a ledger.

    Attributes:
        entry: what its room says of it.
        on: the day it happened; None for what does not happen.
        entered_on: the day it was entered or, of what is called first, filed, where that is a later one.
        notes: what it corrects, and what corrects it.
        album: its photographs, in the order they were added.
    """

    entry: Entry
    on: date | None
    entered_on: date | None
    notes: tuple[str, ...]
    album: Album


def told(section: Section, *, with_pictures: bool = True) -> Iterator[Told]:
    """The own records of a section, page by page: a fixed number of queries for each 50."""
    keys = _in_order(section)
    for start in range(0, len(keys), PAGE):
        page = keys[start : start + PAGE]
        found = section.own_rows().in_bulk(page)
        records = [found[key] for key in page if key in found]
        entries = entries_of(section.kind, records, section.actor)
        albums = _albums(section, records) if with_pictures else {}
        corrected = _corrected(section, records)
        for record, entry in zip(records, entries, strict=True):
            on, entered_on = _days(section, record)
            album = albums.get(record.pk, Album())
            notes = (*_corrects(section, record), *corrected.get(record.pk, ()), *entry.notes, album.remark)
            yield Told(entry, on, entered_on, tuple(note for note in notes if note), album)


def _in_order(section: Section) -> list[int]:
    """The keys by day, each correction right behind what it corrects, wherever that stands in the period."""
    if not issubclass(section.kind.model, Record):
        return list(section.own_rows().values_list("pk", flat=True))
    corrects = dict(section.own_rows().values_list("pk", "corrects_id"))
    following: dict[int, list[int]] = defaultdict(list)
    roots = []
    for key, first in corrects.items():
        if first in corrects:
            following[first].append(key)
        else:
            roots.append(key)
    ordered: list[int] = []
    waiting = roots[::-1]
    while waiting:
        key = waiting.pop()
        ordered.append(key)
        waiting.extend(reversed(following[key]))
    return list(dict.fromkeys([*ordered, *corrects]))


def _days(section: Section, record: Any) -> tuple[date | None, date | None]:
    on: Any = record
    for step in section.kind.day.split("__") if section.kind.day else ():
        on = getattr(on, step, None)
    on = on if isinstance(on, date) else None
    entered: Any = getattr(record, "filed_on", None) or getattr(record, "entered_at", None)
    entered_on = timezone.localdate(entered) if isinstance(entered, datetime) else entered
    return on, entered_on if on and entered_on and entered_on > on else None


def _corrects(section: Section, record: Any) -> Iterator[str]:
    reason = getattr(record, "correction_reason", "")
    if getattr(record, "corrects_id", None):
        yield _("This record corrects an earlier one: {reason}").format(reason=reason)


def _corrected(section: Section, records: Sequence[Any]) -> dict[int, list[str]]:
    if not issubclass(section.kind.model, Record):
        return {}
    notes: dict[int, list[str]] = defaultdict(list)
    later = section.kind.visible_to(section.actor).filter(corrects__in=[record.pk for record in records])
    for key, entered, reason in later.order_by("pk").values_list("corrects_id", "entered_at", "correction_reason"):
        day = shown(timezone.localdate(entered))
        notes[key].append(_("Corrected by a record of {day}: {reason}").format(day=day, reason=reason))
    return notes


def _albums(section: Section, records: Sequence[Any]) -> dict[int, Album]:
    place = places.get(section.kind.model._meta.label_lower)
    if place is None:
        return {}
    return albums_of(place, [record.pk for record in records], section.organisation, section.actor)


def day_words(told: Told) -> list[tuple[str, str]]:
    """The day it happened, and beside it the day it was entered where that was later."""
    words = [(_("Date"), shown(told.on))] if told.on else []
    return [*words, (_("Entered on"), shown(told.entered_on))] if told.entered_on else words


def roll_words(entry: Entry) -> list[tuple[str, str]]:
    """Attendance as passages."""
    if isinstance(entry.roll, str):
        return [(_("Attendance"), entry.roll)] if entry.roll.strip() else []
    return [(str(label), text) for label, text in entry.roll if text.strip()]
