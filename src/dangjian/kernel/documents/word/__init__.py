"""Word files: official documents, and books such as a ledger."""

from .official import official_docx

__all__ = ["official_docx"]
