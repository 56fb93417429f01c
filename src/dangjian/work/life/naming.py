"""What a meeting is called."""

from __future__ import annotations

from django.utils.translation import gettext

from .enums import MeetingKind
from .models import Meeting


def name_of(meeting: Meeting) -> str:
    """What a meeting is called in lists and notices: its kinds and its topic."""
    kinds = labels_of(meeting)
    return f"{kinds} · {meeting.topic}" if meeting.topic else kinds


def labels_of(meeting: Meeting) -> str:
    """As what a meeting counts, in words."""
    return gettext(", ").join(str(MeetingKind(kind).label) for kind in kinds_of(meeting))


def kinds_of(meeting: Meeting) -> list[str]:
    """As what a meeting counts, from what ``queries.meetings.with_kinds`` or ``prefetch_related("counts")`` loaded."""
    joined = getattr(meeting, "kinds_joined", None)
    found = {row.kind for row in meeting.counts.all()} if joined is None else set(joined.split(","))
    return [kind for kind in MeetingKind.values if kind in found]
