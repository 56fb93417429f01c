"""Standing rules of organisational life, one noun a file: declared by being imported."""

from . import appraisals, talks

__all__ = ["appraisals", "talks"]
