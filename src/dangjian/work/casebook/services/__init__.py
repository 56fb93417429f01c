"""Every write about cases and casebooks."""

from .cases import answer_comment, begin_case, class_case, comment, hand_in, pass_case, return_case, write_case
from .compiling import arrange, begin_edition, choose_cases, describe_edition, move_entry, rename_part
from .files import ask_for_file
from .issuing import close_edition, issue_edition, open_edition

__all__ = (
    "answer_comment",
    "arrange",
    "ask_for_file",
    "begin_case",
    "begin_edition",
    "choose_cases",
    "class_case",
    "close_edition",
    "comment",
    "describe_edition",
    "hand_in",
    "issue_edition",
    "move_entry",
    "open_edition",
    "pass_case",
    "rename_part",
    "return_case",
    "write_case",
)
