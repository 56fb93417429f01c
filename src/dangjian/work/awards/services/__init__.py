"""Every write of the awards room, one noun a file."""

from .calls import call_off, change_call, draw_up_call, issue_call
from .decisions import decide, propose, propose_several, send_letters
from .honours import enter_honour, revoke_honour
from .nominations import (
    admit_nomination,
    admit_several,
    change_nomination,
    nominate,
    refuse_nomination,
    submit_nomination,
    withdraw_nomination,
)
from .notices import handle_objection, publish_notice, record_objection
from .opinions import give_opinion, record_receipts
from .parts import keep_class, keep_condition, keep_criterion, keep_phase, remove_part
from .programmes import AWARDED, add_programme, begin_programmes

__all__ = [
    "AWARDED",
    "add_programme",
    "admit_nomination",
    "admit_several",
    "begin_programmes",
    "call_off",
    "change_call",
    "change_nomination",
    "decide",
    "draw_up_call",
    "enter_honour",
    "give_opinion",
    "handle_objection",
    "issue_call",
    "keep_class",
    "keep_condition",
    "keep_criterion",
    "keep_phase",
    "nominate",
    "propose",
    "propose_several",
    "publish_notice",
    "record_objection",
    "record_receipts",
    "refuse_nomination",
    "remove_part",
    "revoke_honour",
    "send_letters",
    "submit_nomination",
    "withdraw_nomination",
]
