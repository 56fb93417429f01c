"""The pages of organisational life, one noun a file."""

from . import talks

__all__ = ["talks"]
