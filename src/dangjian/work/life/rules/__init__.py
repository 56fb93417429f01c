"""Standing rules of organisational life, one noun a file; importing declares them."""

from . import appraisals, meetings, talks, training

__all__ = ["appraisals", "meetings", "talks", "training"]
