"""Awards and honours as numbers."""

from . import honours

__all__ = ["honours"]
