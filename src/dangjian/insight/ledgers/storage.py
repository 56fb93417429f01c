"""The files of ledgers: kept for some days in a folder of their own, each written whole or not at all."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.conf import settings


def folder() -> Path:
    """Where the files stand; created when missing, for the platform's own account alone."""
    path = Path(settings.DANGJIAN_VAR) / "ledgers"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


@contextmanager
def written(ending: str) -> Iterator[tuple[IO[bytes], Callable[[], str]]]:
    """A file to write into, and the function that keeps it under a name; without calling that, nothing stays."""
    with tempfile.NamedTemporaryFile(dir=folder(), prefix="tmp", delete=False) as file:
        place = Path(file.name)

        def keep() -> str:
            file.flush()
            os.fsync(file.fileno())
            name = f"{secrets.token_hex(16)}.{ending}"
            place.replace(folder() / name)
            return name

        try:
            yield cast("IO[bytes]", file), keep
        finally:
            place.unlink(missing_ok=True)


def opened(name: str) -> IO[bytes]:
    """A kept file, to be read. Raises `FileNotFoundError`."""
    return place_of(name).open("rb")


def place_of(name: str) -> Path:
    """Where a kept file lies."""
    return folder() / name


def remove(name: str) -> None:
    """Delete a kept file, if it is there."""
    if name:
        place_of(name).unlink(missing_ok=True)


def written_before(moment: datetime) -> Iterator[str]:
    """Names of the files last written before a moment, half-written ones too."""
    for place in folder().iterdir():
        if place.is_file() and place.stat().st_mtime < moment.timestamp():
            yield place.name
