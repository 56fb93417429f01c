"""What is kept about organisational life, as record kinds, pages and blocks; one noun a file."""

from . import appraisals, elections, meetings, talks

__all__ = ["appraisals", "elections", "meetings", "talks"]
