"""Uploaded files between upload and import, encrypted piece by piece, and the progress of long work."""

from __future__ import annotations

import base64
import hashlib
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from dangjian.kernel.privacy.cipher import decrypt, encrypt
from dangjian.kernel.work import progress as work
from dangjian.kernel.work.progress import Progress

_PIECE = 1 << 20
_PURPOSE = "imports.file"


def folder() -> Path:
    """Where uploaded files and progress stand; created when missing."""
    path = Path(settings.DANGJIAN_VAR) / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


@dataclass(frozen=True)
class Stored:
    """A stored file: its name in the folder, its digest and its size before encryption."""

    name: str
    sha256: str
    size: int


def store(file: IO[bytes]) -> Stored:
    """Encrypt a file into the folder."""
    digest, size, name = hashlib.sha256(), 0, secrets.token_hex(16) + ".sealed"
    file.seek(0)
    with (folder() / name).open("w", encoding="ascii") as out:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(encrypt(base64.b64encode(piece).decode(), _PURPOSE) + "\n")
    return Stored(name, digest.hexdigest(), size)


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The decrypted file; beyond 8 MB it lies in a file that has no name and is gone when closed."""
    with tempfile.SpooledTemporaryFile(max_size=8 * _PIECE) as plain:
        with (folder() / name).open(encoding="ascii") as sealed:
            for line in sealed:
                plain.write(base64.b64decode(decrypt(line.rstrip("\n"), _PURPOSE)))
        plain.seek(0)
        yield plain


def remove(name: str) -> None:
    """Delete a stored file; nothing happens when it is gone already."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def remove_all(names: Iterable[str]) -> None:
    """Delete stored files."""
    for name in names:
        remove(name)


def note_progress(batch_id: int, done: int, total: int) -> None:
    """Make the progress of a batch visible to other processes."""
    work.note_progress(f"imports/{batch_id}", done, total)


def progress(batch_id: int) -> Progress:
    """The progress of a batch: rows done, rows in all, and whether somebody is at it."""
    return work.progress_of(f"imports/{batch_id}")


def end_progress(batch_id: int) -> None:
    """Forget the progress of a batch."""
    work.end_progress(f"imports/{batch_id}")
