"""Figures of organisational life, one noun a file; importing declares them."""

from . import meetings, method

__all__ = ["meetings", "method"]
