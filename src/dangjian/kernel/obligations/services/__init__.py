"""Every write about what is owed."""

from .asks import AskError, answer, ask, take_back_answer, undertake, withdraw
from .rules import RuleError, end_exemption, end_tightening, exempt, tighten

__all__ = [
    "AskError",
    "RuleError",
    "answer",
    "ask",
    "end_exemption",
    "end_tightening",
    "exempt",
    "take_back_answer",
    "tighten",
    "undertake",
    "withdraw",
]
