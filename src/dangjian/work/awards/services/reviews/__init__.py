"""The steps of a review: panel, numbers and assignment, declaration, scores, discussion, short list, presentations."""

from .assigning import assign_by_rule, assign_review, release_review
from .blinding import confirm_blind, write_files_anew
from .declaring import declare_conflicts, step_back
from .discussing import add_remark, revise_score
from .presenting import close_presentations, draw_order, open_presentation
from .scoring import hand_in
from .seating import dismiss_reviewer, seat_reviewers
from .shortlisting import make_short_list

__all__ = (
    "add_remark",
    "assign_by_rule",
    "assign_review",
    "close_presentations",
    "confirm_blind",
    "declare_conflicts",
    "dismiss_reviewer",
    "draw_order",
    "hand_in",
    "make_short_list",
    "open_presentation",
    "release_review",
    "revise_score",
    "seat_reviewers",
    "step_back",
    "write_files_anew",
)
