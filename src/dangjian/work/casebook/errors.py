"""The named refusals of the room."""

from dangjian.kernel.errors import ServiceError


class CaseError(ServiceError):
    """A step of a case that cannot be taken so."""


class EditionError(ServiceError):
    """An edition that cannot be put together, issued or made so."""
