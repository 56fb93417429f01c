"""What is kept about organisational life, as record kinds, pages and blocks; one noun a file."""

from . import elections, meetings

__all__ = ["elections", "meetings"]
