"""The named refusals of the room."""

from dangjian.kernel.errors import ServiceError


class BrandError(ServiceError):
    """A step in the life of a brand that cannot be taken so."""
