"""What is kept about organisational life, as record kinds, pages and blocks; one noun a file."""

from . import meetings

__all__ = ["meetings"]
