"""Every write about organisational life, one noun a file."""

from .appraisals import (
    assess_self,
    cast_ballot,
    close_vote,
    decide_grades,
    enter_paper_count,
    file_appraisal,
    open_appraisal,
    start_voting,
    take_slip,
    tell_members,
    withdraw_appraisal,
)
from .calling import call_meeting, change_call, discard_call, remind, reply
from .deciding import Decided
from .feeds import make_feed, revoke_feed
from .making_up import acknowledge, send_make_up
from .method import assign_duty, change_goal, end_duty, remove_goal, set_goal
from .planning import add_item, change_item, generate_plan, remove_item, restore_item
from .recording import (
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
from .sheets import attach_sheet
from .talks import OCCASIONS, add_talk_reason, begin_talk_reasons, correct_talk, record_talk

__all__ = [
    "OCCASIONS",
    "Decided",
    "Minutes",
    "acknowledge",
    "add_item",
    "add_talk_reason",
    "approve",
    "assess_self",
    "assign_duty",
    "attach_sheet",
    "begin_talk_reasons",
    "call_meeting",
    "cast_ballot",
    "change_call",
    "change_goal",
    "change_item",
    "close_vote",
    "correct",
    "correct_talk",
    "decide_grades",
    "discard_call",
    "end_duty",
    "enter_paper_count",
    "explain",
    "file_appraisal",
    "file_meeting",
    "generate_plan",
    "make_feed",
    "not_held",
    "open_appraisal",
    "record_meeting",
    "record_talk",
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
    "start_voting",
    "take_back",
    "take_slip",
    "tell_members",
    "withdraw_appraisal",
]
