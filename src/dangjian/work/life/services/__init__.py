"""Every write about organisational life, one noun a file."""

from .calling import call_meeting, change_call, discard_call, remind, reply
from .making_up import acknowledge, send_make_up
from .recording import (
    Decided,
    Minutes,
    approve,
    correct,
    explain,
    file_meeting,
    not_held,
    record_meeting,
    return_meeting,
    set_practice,
    take_back,
)

__all__ = [
    "Decided",
    "Minutes",
    "acknowledge",
    "approve",
    "call_meeting",
    "change_call",
    "correct",
    "discard_call",
    "explain",
    "file_meeting",
    "not_held",
    "record_meeting",
    "remind",
    "reply",
    "return_meeting",
    "send_make_up",
    "set_practice",
    "take_back",
]
