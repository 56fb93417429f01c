"""Tables of organisational life, one noun a file."""

from .meetings import Attendance, CountsAs, Decision, Meeting, Practice, Reply

__all__ = ["Attendance", "CountsAs", "Decision", "Meeting", "Practice", "Reply"]
