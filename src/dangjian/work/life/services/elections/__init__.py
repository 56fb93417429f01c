"""Every write about elections: opening, the steps, the counts, taking office, and what is taken back with a reason."""

from .counting import CountedBallot, leave_seats_empty, record_count, withdraw_count
from .installing import approve_result, share_posts
from .opening import call_off, open_election
from .steps import call_meeting, nominate, record_step
from .withdrawing import withdraw_step

__all__ = [
    "CountedBallot",
    "approve_result",
    "call_meeting",
    "call_off",
    "leave_seats_empty",
    "nominate",
    "open_election",
    "record_count",
    "record_step",
    "share_posts",
    "withdraw_count",
    "withdraw_step",
]
