"""Standing rules of organisational life, one noun a file: declared by being imported."""

from . import talks

__all__ = ["talks"]
