"""Files that commands write: beside their place first, and put into it when they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar, cast

from dangjian.kernel.errors import ServiceError

T = TypeVar("T")


def written_whole(output: Path, write: Callable[[IO[bytes]], T]) -> T:
    """Let something be written and put it into its place; on a failure nothing of it stays, and what stood there does.

    Returns:
        what ``write`` returned.

    Raises:
        ServiceError: the file cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=output.absolute().parent, prefix=".", delete=False) as file:
            fresh = Path(file.name)
            try:
                result = write(cast("IO[bytes]", file))
                file.flush()
                os.fsync(file.fileno())
                fresh.chmod(0o644)
                fresh.replace(output)
            finally:
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise ServiceError(f"{output} cannot be written: {error.strerror}.") from error
    return result
