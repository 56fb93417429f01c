"""Files that long work makes: in a folder for each kind of work, each written whole or not at all."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.conf import settings


@dataclass(frozen=True)
class Folder:
    """The files of one kind of work, in a folder of this name."""

    name: str

    def place(self) -> Path:
        """Where the files stand; created when missing, for the platform's own account alone."""
        path = Path(settings.DANGJIAN_VAR) / self.name
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    @contextmanager
    def written(self, ending: str) -> Iterator[tuple[IO[bytes], Callable[[], str]]]:
        """A file to write into, and the function that keeps it under a name; without calling that, nothing stays."""
        with tempfile.NamedTemporaryFile(dir=self.place(), prefix="tmp", delete=False) as file:
            fresh = Path(file.name)

            def keep() -> str:
                file.flush()
                os.fsync(file.fileno())
                name = f"{secrets.token_hex(16)}.{ending}"
                fresh.replace(self.place_of(name))
                return name

            try:
                yield cast("IO[bytes]", file), keep
            finally:
                fresh.unlink(missing_ok=True)

    def opened(self, name: str) -> IO[bytes]:
        """A kept file, to be read. Raises `FileNotFoundError`."""
        return self.place_of(name).open("rb")

    def place_of(self, name: str) -> Path:
        """Where a kept file lies."""
        return self.place() / name

    def remove(self, name: str) -> None:
        """Delete a kept file, if it is there."""
        if name:
            self.place_of(name).unlink(missing_ok=True)

    def written_before(self, moment: datetime) -> Iterator[str]:
        """Names of the files last written before a moment, half-written ones too."""
        for found in self.place().iterdir():
            if found.is_file() and found.stat().st_mtime < moment.timestamp():
                yield found.name
