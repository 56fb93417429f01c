"""Files on disk, each once, under the digest of its content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings


def place_of(sha256: str) -> Path:
    """Where the file with this digest lies."""
    return Path(settings.MEDIA_ROOT) / "attachments" / sha256[:2] / sha256[2:4] / sha256


def keep(data: bytes) -> str:
    """Write the bytes unless they are there already, and give their digest. A half-written file is never seen."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = place_of(sha256)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(place)
    return sha256


def opened(sha256: str) -> IO[bytes]:
    """The file, to be read. Raises `FileNotFoundError`."""
    return place_of(sha256).open("rb")


def written_before(moment: datetime) -> Iterator[str]:
    """Digests of the files last written before `moment`."""
    for place in (Path(settings.MEDIA_ROOT) / "attachments").glob("??/??/*"):
        if place.stat().st_mtime < moment.timestamp():
            yield place.name


def discard(sha256: str) -> None:
    """Remove the file, if it is there."""
    place_of(sha256).unlink(missing_ok=True)
