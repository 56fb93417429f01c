"""The pages of organisational life, one noun a file."""

from . import appraisals, talks, voting
from .calling import answer, call, change_call, discard, make_up, remind
from .feeds import feed, feeds, make_feed, revoke_feed
from .method import assign_duty, change_goal, end_duty, method, remove_goal, set_goal
from .planning import add_item, generate_plan, move_item, plan, plan_item, plan_sheet, remove_item, restore_item
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
from .sheets import photographs

__all__ = [
    "add_item",
    "answer",
    "appraisals",
    "approve",
    "assign_duty",
    "by_code",
    "calendar",
    "call",
    "change_call",
    "change_goal",
    "correct",
    "discard",
    "end_duty",
    "explain",
    "feed",
    "feeds",
    "file",
    "generate_plan",
    "home",
    "make_feed",
    "make_up",
    "meeting",
    "meetings_of",
    "method",
    "minutes",
    "move_item",
    "not_held",
    "photographs",
    "plan",
    "plan_item",
    "plan_sheet",
    "practice",
    "record",
    "remind",
    "remove_goal",
    "remove_item",
    "restore_item",
    "return_meeting",
    "revoke_feed",
    "send_make_up",
    "set_goal",
    "sheet",
    "take_back",
    "talks",
    "voting",
    "year_grid",
]
