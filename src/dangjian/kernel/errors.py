"""The one base of all errors that a user may read."""

from __future__ import annotations

from typing import Any


class ServiceError(Exception):
    """A refusal in words a user may read.

    Args:
        message: a translated sentence that says what is wrong and what to do.
        field: the form field or column that the sentence belongs to, "" for the whole.
    """

    def __init__(self, message: Any, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class ConflictError(ServiceError):
    """Somebody else changed the record since the reader opened it.

    Args:
        message: what happened, in words.
        theirs: mapping of field name to the value that stands now.
    """

    def __init__(self, message: Any, *, theirs: dict[str, Any]) -> None:
        super().__init__(message)
        self.theirs = theirs
