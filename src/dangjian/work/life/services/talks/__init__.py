"""Talks, and the catalogue of occasions on which one is a must."""

from .pairs import derived_pair_type
from .reasons import OCCASIONS, add_talk_reason, begin_talk_reasons
from .recording import correct_talk, record_talk

__all__ = [
    "OCCASIONS",
    "add_talk_reason",
    "begin_talk_reasons",
    "correct_talk",
    "derived_pair_type",
    "record_talk",
]
