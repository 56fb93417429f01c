"""Pages of the room: reading, changing, transfers, posts, corrections and contact links."""

from .changing import (
    change_details,
    change_membership,
    end_condition,
    reconcile,
    register,
    reveal,
    start_condition,
)
from .contacts import assign_contact, contact, contacts, end_contact
from .corrections import correction, my_corrections
from .posts import appoint, post, posts_of, relieve
from .reading import detail, of_branch
from .rosters import (
    roster,
    roster_choose,
    roster_columns,
    roster_national,
    roster_refused,
    roster_row,
    roster_step,
    roster_template,
    upload_roster,
)
from .transfers import answer_transfer, incoming, issue_transfer, letter, transfer, withdraw_transfer

__all__ = [
    "answer_transfer",
    "appoint",
    "assign_contact",
    "change_details",
    "change_membership",
    "contact",
    "contacts",
    "correction",
    "detail",
    "end_condition",
    "end_contact",
    "incoming",
    "issue_transfer",
    "letter",
    "my_corrections",
    "of_branch",
    "post",
    "posts_of",
    "reconcile",
    "register",
    "relieve",
    "reveal",
    "roster",
    "roster_choose",
    "roster_columns",
    "roster_national",
    "roster_refused",
    "roster_row",
    "roster_step",
    "roster_template",
    "start_condition",
    "transfer",
    "upload_roster",
    "withdraw_transfer",
]
