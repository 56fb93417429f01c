"""Tables of organisational life, one noun a file."""

from .talks import MustTalkReason, Talk, TalkParticipant

__all__ = ["MustTalkReason", "Talk", "TalkParticipant"]
