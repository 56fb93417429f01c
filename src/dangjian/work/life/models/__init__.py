"""Tables of organisational life, one noun a file."""

from .elections import BallotCount, Election, ElectionStep, Nominee, Tally
from .meetings import Attendance, CountsAs, Decision, Meeting, Practice, Reply

__all__ = [
    "Attendance",
    "BallotCount",
    "CountsAs",
    "Decision",
    "Election",
    "ElectionStep",
    "Meeting",
    "Nominee",
    "Practice",
    "Reply",
    "Tally",
]
