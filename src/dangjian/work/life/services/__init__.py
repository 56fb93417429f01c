"""Every write about organisational life, one noun a file."""

from .calling import call_meeting, change_call, discard_call, remind, reply
from .feeds import make_feed, revoke_feed
from .making_up import acknowledge, send_make_up
from .method import assign_duty, change_goal, end_duty, remove_goal, set_goal
from .planning import add_item, change_item, generate_plan, remove_item, restore_item
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
    "add_item",
    "approve",
    "assign_duty",
    "call_meeting",
    "change_call",
    "change_goal",
    "change_item",
    "correct",
    "discard_call",
    "end_duty",
    "explain",
    "file_meeting",
    "generate_plan",
    "make_feed",
    "not_held",
    "record_meeting",
    "remind",
    "remove_goal",
    "remove_item",
    "reply",
    "restore_item",
    "return_meeting",
    "revoke_feed",
    "send_make_up",
    "set_goal",
    "set_practice",
    "take_back",
]
