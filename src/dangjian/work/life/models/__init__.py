"""Tables of organisational life, one noun a file."""

from .meetings import Attendance, CountsAs, Decision, Meeting, Practice, Reply
from .method import Duty, Goal
from .plans import CalendarFeed, PlanItem

__all__ = [
    "Attendance",
    "CalendarFeed",
    "CountsAs",
    "Decision",
    "Duty",
    "Goal",
    "Meeting",
    "PlanItem",
    "Practice",
    "Reply",
]
