"""What is kept in the awards room, as record kinds, pages and blocks; one noun a file."""

from . import reviews

__all__ = ["reviews"]
