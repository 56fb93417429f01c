"""Why a file is not taken."""

from typing import Any

from dangjian.kernel.errors import ServiceError


class AttachmentError(ServiceError):
    """A file is refused; the text says why and what to do instead."""

    def __init__(self, message: Any, *, field: str = "file") -> None:
        super().__init__(message, field=field)
