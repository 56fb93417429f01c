"""The named refusals of the room."""

from dangjian.kernel.errors import ServiceError


class CallError(ServiceError):
    """A call, or a part of it, that cannot be so."""


class NominationError(ServiceError):
    """A step of a nomination that cannot be taken so."""


class DecisionError(ServiceError):
    """A proposal, notice, objection or decision that cannot be so."""


class HonourError(ServiceError):
    """An honour that cannot be entered or revoked so."""


class BlindFileError(ServiceError):
    """A file that cannot be written anew without names."""
