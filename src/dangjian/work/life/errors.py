"""The named refusals of the room."""

from dangjian.kernel.errors import ServiceError


class MeetingError(ServiceError):
    """A meeting that cannot be called, held or recorded so."""


class ElectionError(ServiceError):
    """A step of an election that cannot be taken so."""
