"""What is kept about organisational life, as record kinds, pages and blocks; one noun a file."""

from . import appraisals, elections, meetings, method, plans, talks

__all__ = ["appraisals", "elections", "meetings", "method", "plans", "talks"]
