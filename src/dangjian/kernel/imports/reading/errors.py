"""The one error of reading: the file cannot be used, and why, in words for a clerk."""

from __future__ import annotations

from dangjian.kernel.errors import ServiceError


class UnusableFile(ServiceError):
    """The uploaded file holds no table that can be read; the message says what it is and what to do."""
