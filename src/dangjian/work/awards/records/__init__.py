"""What the awards room keeps, as record kinds, pages and blocks; one noun a file."""

from . import calls, honours, nominations, reviews

__all__ = ["calls", "honours", "nominations", "reviews"]
