"""Figures of organisational life, one noun a file; importing declares them."""

from . import elections, meetings

__all__ = ["elections", "meetings"]
