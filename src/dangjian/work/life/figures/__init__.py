"""Figures of organisational life, one noun a file; importing declares them."""

from . import meetings

__all__ = ["meetings"]
