"""Every write about organisational life, one noun a file."""

from .talks import add_talk_reason, correct_talk, end_talk_reason, move_talk_reason, record_talk

__all__ = ["add_talk_reason", "correct_talk", "end_talk_reason", "move_talk_reason", "record_talk"]
