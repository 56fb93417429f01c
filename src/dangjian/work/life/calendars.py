"""Meetings for calendars: iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from .models import Meeting

USUAL_HOURS = 2
"""How long a meeting without an end is shown."""


def calendar_of(meetings: Iterable[tuple[Meeting, str]], absolute: Callable[[str], str]) -> bytes:
    """A calendar with these meetings and their names.

    Args:
        absolute: makes a whole address of one inside the platform.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Dangjian//Meetings//")
    calendar.add("version", "2.0")
    for meeting, name in meetings:
        calendar.add_component(_event(meeting, name, absolute(reverse("life:meeting-call", args=[meeting.pk]))))
    content: bytes = calendar.to_ical()
    return content


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
