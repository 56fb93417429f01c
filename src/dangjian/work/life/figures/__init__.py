"""Figures of organisational life, one noun a file; importing declares them."""

from . import appraisals, elections, meetings, method, talks, training

__all__ = ["appraisals", "elections", "meetings", "method", "talks", "training"]
