"""What can be wrong with an archive or with the place it is read into."""

from __future__ import annotations

from dangjian.kernel.errors import ServiceError


class ArchiveError(ServiceError):
    """The archive cannot be written, or is no sound backup."""


class KeyMismatch(ArchiveError):
    """The archive was written under other keys than those configured here."""


class NotRestorable(ServiceError):
    """The database is not one a backup may be read into."""
