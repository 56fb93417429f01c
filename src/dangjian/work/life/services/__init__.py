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
from .talks import add_talk_reason, correct_talk, end_talk_reason, move_talk_reason, record_talk

__all__ = [
    "add_talk_reason",
    "assess_self",
    "cast_ballot",
    "close_vote",
    "correct_talk",
    "decide_grades",
    "end_talk_reason",
    "enter_paper_count",
    "file_appraisal",
    "move_talk_reason",
    "open_appraisal",
    "record_talk",
    "start_voting",
    "take_slip",
    "tell_members",
    "withdraw_appraisal",
]
