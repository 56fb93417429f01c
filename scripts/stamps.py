"""Remembers by a digest of its inputs that a set-up step is done, so that a second start skips it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def digest(paths: Iterable[Path], extra: str = "") -> str:
    """The digest of names and contents of these files, and of `extra` (such as the version of a tool)."""
    found = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


class Stamp:
    """One file that holds the digest of the inputs a step was last done with."""

    def __init__(self, path: Path, wanted: str):
        self.path = path
        self.wanted = wanted

    @property
    def done(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.wanted

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.wanted)
