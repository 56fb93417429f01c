"""Meetings for calendars: iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Meeting, PlanItem
from .queries.plans import met_by

USUAL_HOURS = 2
"""How long a meeting without an end is shown."""


def calendar_of(
    meetings: Iterable[tuple[Meeting, str]],
    absolute: Callable[[str], str],
    *,
    planned: Iterable[PlanItem] = (),
    title: str = "",
) -> bytes:
    """A calendar with these meetings and their names.

    Args:
        absolute: makes a whole address of one inside the platform.
        planned: planned meetings, shown as whole days.
        title: what programs that subscribe to it call it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dangjian//Meetings//")
    calendar.add("version", "2.0")
    if title:
        calendar.add("x-wr-calname", title)
    for item in planned:
        calendar.add_component(_planned(item, absolute(f"{reverse('life:plan')}?organisation={item.organisation_id}")))
    for meeting, name in meetings:
        calendar.add_component(_event(meeting, name, absolute(reverse("life:meeting-call", args=[meeting.pk]))))
    content: bytes = calendar.to_ical()
    return content


def plan_of(items: Iterable[PlanItem], meetings: Iterable[Meeting]) -> list[PlanItem]:
    """The planned meetings without those for which one of their kind is called or held in the same month or so."""
    there = [(row.kind, meeting.happened_on, meeting.pk) for meeting in meetings for row in meeting.counts.all()]
    return [item for item in items if met_by(item, there) is None]


def _planned(item: PlanItem, url: str) -> Event:
    event = Event()
    event.add("uid", f"plan-{item.pk}@dangjian")
    event.add("dtstamp", datetime.combine(item.planned_on, time(), tzinfo=UTC))
    event.add("sequence", item.version)
    event.add("summary", _("{meeting} (planned)").format(meeting=item))
    event.add("description", item.agenda)
    event.add("url", url)
    event.add("dtstart", item.planned_on)
    event.add("transp", "TRANSPARENT")
    return event


def _event(meeting: Meeting, name: str, url: str) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.sheet_code}@dangjian")
    event.add("dtstamp", meeting.entered_at.astimezone(UTC))
    event.add("sequence", meeting.version)
    event.add("summary", name)
    event.add("location", meeting.place)
    event.add("description", meeting.agenda)
    event.add("url", url)
    if meeting.begins_at is None:
        event.add("dtstart", meeting.happened_on)
        return event
    zone = timezone.get_current_timezone()
    begins = datetime.combine(meeting.happened_on, meeting.begins_at, tzinfo=zone)
    ends = datetime.combine(meeting.happened_on, meeting.ends_at, tzinfo=zone) if meeting.ends_at else None
    event.add("dtstart", begins.astimezone(UTC))
    event.add("dtend", (ends or begins + timedelta(hours=USUAL_HOURS)).astimezone(UTC))
    return event
