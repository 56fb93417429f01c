"""The pages of organisational life, one noun a file."""

from .calling import answer, call, change_call, discard, make_up, remind
from .reading import by_code, calendar, home, meeting, meetings_of, minutes, sheet, year_grid
from .recording import (
    approve,
    correct,
    explain,
    file,
    not_held,
    practice,
    record,
    return_meeting,
    send_make_up,
    take_back,
)

__all__ = [
    "answer",
    "approve",
    "by_code",
    "calendar",
    "call",
    "change_call",
    "correct",
    "discard",
    "explain",
    "file",
    "home",
    "make_up",
    "meeting",
    "meetings_of",
    "minutes",
    "not_held",
    "practice",
    "record",
    "remind",
    "return_meeting",
    "send_make_up",
    "sheet",
    "take_back",
    "year_grid",
]
