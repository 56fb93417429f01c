"""Democratic appraisal of members, step by step: open, assess oneself, vote, count, decide, tell, file."""

from .assessing import assess_self
from .counting import close_vote, enter_paper_count
from .deciding import decide_grades, file_appraisal, tell_members
from .opening import open_appraisal, start_voting, withdraw_appraisal
from .voting import cast_ballot, take_slip

__all__ = [
    "assess_self",
    "cast_ballot",
    "close_vote",
    "decide_grades",
    "enter_paper_count",
    "file_appraisal",
    "open_appraisal",
    "start_voting",
    "take_slip",
    "tell_members",
    "withdraw_appraisal",
]
