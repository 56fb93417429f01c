"""Tables of the register, one noun a file."""

from .contacts import ContactAssignment
from .corrections import Correction
from .members import Condition, Member, Membership
from .posts import Post
from .transfers import IncomingTransfer, Transfer

__all__ = [
    "Condition",
    "ContactAssignment",
    "Correction",
    "IncomingTransfer",
    "Member",
    "Membership",
    "Post",
    "Transfer",
]
