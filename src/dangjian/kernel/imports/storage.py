"""Uploaded files between upload and import, encrypted piece by piece, and the progress of long work.

Progress is a small file and not a row: SQLite lets one connection write at a time, and the import itself holds that
lock until it is done.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from dangjian.kernel.privacy.cipher import decrypt, encrypt

_PIECE = 1 << 20
_PURPOSE = "imports.file"
STALE_AFTER = 120


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


@dataclass(frozen=True)
class Progress:
    """How far the work on a batch is: rows done, rows in all (0 = not known yet), and whether somebody is at it."""

    done: int
    total: int
    alive: bool


def note_progress(batch_id: int, done: int, total: int) -> None:
    """Make progress visible to other processes."""
    path = folder() / f"{batch_id}.progress"
    state = {"done": done, "total": total, "at": time.time(), "host": socket.gethostname(), "pid": os.getpid()}
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(state), encoding="ascii")
    fresh.replace(path)


def progress(batch_id: int) -> Progress:
    """The progress of a batch; `alive` is False when its process is gone or has said nothing for two minutes."""
    try:
        state = json.loads((folder() / f"{batch_id}.progress").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return Progress(0, 0, False)
    alive = time.time() - state["at"] < STALE_AFTER
    if alive and state["host"] == socket.gethostname():
        alive = _runs(state["pid"])
    return Progress(state["done"], state["total"], alive)


def end_progress(batch_id: int) -> None:
    """Forget the progress of a batch."""
    (folder() / f"{batch_id}.progress").unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
