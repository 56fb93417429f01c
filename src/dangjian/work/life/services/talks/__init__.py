"""Talks, and the catalogue of occasions on which one is a must."""

from .pairs import derived_pair_type
from .reasons import add_talk_reason, begin_talk_reasons, end_talk_reason, move_talk_reason
from .recording import correct_talk, record_talk

__all__ = [
    "add_talk_reason",
    "begin_talk_reasons",
    "correct_talk",
    "derived_pair_type",
    "end_talk_reason",
    "move_talk_reason",
    "record_talk",
]
