"""Why a file is not taken."""

from dangjian.kernel.errors import ServiceError


class AttachmentError(ServiceError):
    """A file is refused; the text says why and what to do instead."""
