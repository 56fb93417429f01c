"""The pages of organisational life, one noun a file."""

from . import appraisals, talks, voting

__all__ = ["appraisals", "talks", "voting"]
