"""Standing rules of organisational life, one noun a file; importing declares them."""

from . import meetings, training

__all__ = ["meetings", "training"]
