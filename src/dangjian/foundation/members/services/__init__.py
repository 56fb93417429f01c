"""Every write of the register, by noun."""

from .conditions import end_condition, start_condition
from .contacts import assign_contact, end_contact, leaders_of
from .corrections import decide_correction, propose_correction
from .details import change_details, reconcile, reveal
from .membership import change_group, change_work, confirm, leave, move, restore, retire, suspend
from .posts import appoint, relieve
from .register import NewMember, Registered, register, register_many
from .transfers import accept_transfer, issue_transfer, next_letter_number, return_transfer, withdraw_transfer

__all__ = [
    "NewMember",
    "Registered",
    "accept_transfer",
    "appoint",
    "assign_contact",
    "change_details",
    "change_group",
    "change_work",
    "confirm",
    "decide_correction",
    "end_condition",
    "end_contact",
    "issue_transfer",
    "leaders_of",
    "leave",
    "move",
    "next_letter_number",
    "propose_correction",
    "reconcile",
    "register",
    "register_many",
    "relieve",
    "restore",
    "retire",
    "return_transfer",
    "reveal",
    "start_condition",
    "suspend",
    "withdraw_transfer",
]
