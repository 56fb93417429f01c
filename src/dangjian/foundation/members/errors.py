"""The named refusals of the room."""

from dangjian.kernel.errors import ServiceError


class MemberError(ServiceError):
    """Something about a member that cannot be."""


class TransferError(ServiceError):
    """A transfer that cannot go that way."""


class PostError(ServiceError):
    """An appointment that cannot be."""


class CorrectionError(ServiceError):
    """A correction that cannot be proposed or decided."""


class ContactError(ServiceError):
    """A contact assignment that cannot be."""
