"""The format of a backup: a zip with ``manifest.json``, ``tables/NAME.jsonl`` and the files; see docs/operations.md.

The manifest lists every table (columns, rows, SHA-256) and every file (size, SHA-256). It is sealed with the audit
key, so whoever changes the archive needs that key; and it holds a canary for each key, so that a wrong key is
noticed before anything is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from dangjian.kernel.audit.chain import keyed
from dangjian.kernel.privacy.cipher import DecryptionError, blind_index, decrypt, encrypt

from .errors import ArchiveError, KeyMismatch

FORMAT = "dangjian-backup"
VERSION = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20
_CANARY, _PURPOSE = "dangjian", "config.keeping.canary"

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much it is in all (0 = not known)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


def folders() -> dict[str, Path]:
    """Names in the archive to the folders whose files belong to the platform."""
    return {"files": Path(settings.MEDIA_ROOT), "imports": Path(settings.DANGJIAN_VAR) / "imports"}


def kept_files() -> Iterator[tuple[str, Path]]:
    """Every file of the platform with its name in the archive; half-written ones and progress notes apart."""
    for name, folder in folders().items():
        pattern = "*.sealed" if name == "imports" else "*"
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and not path.name.startswith((".", "tmp")):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def place_of(name: str) -> Path:
    """Where a file of the archive belongs.

    Raises:
        ArchiveError: its name leads elsewhere.
    """
    first, _slash, rest = name.partition("/")
    parts = rest.split("/")
    if first not in folders() or "\\" in rest or any(part in ("", ".", "..") for part in parts):
        raise ArchiveError(f"The archive holds a file with a name that cannot be: {name!r}.")
    return folders()[first].joinpath(*parts)


def migrations_now() -> list[str]:
    """The migrations that this database has been through, as ``app.name``."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def canaries() -> dict[str, str]:
    """Something made with each key, by which a restore sees that it has the same ones."""
    return {
        "data": encrypt(_CANARY, _PURPOSE),
        "index": blind_index(_CANARY, _PURPOSE),
        "audit": keyed(f"{_PURPOSE} {_CANARY}"),
    }


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest with its seal."""
    return {**manifest, "seal": _seal_of(manifest)}


def _seal_of(manifest: dict[str, Any]) -> str:
    facts = {name: value for name, value in manifest.items() if name != "seal"}
    return keyed(json.dumps(facts, sort_keys=True, ensure_ascii=False))


def opened_archive(path: Path) -> tuple[ZipFile, dict[str, Any]]:
    """The archive and its manifest, whose keys and seal hold.

    Raises:
        ArchiveError: no such file, no backup, or one that was changed.
        KeyMismatch: written under other keys.
    """
    try:
        archive = ZipFile(path)
    except FileNotFoundError:
        raise ArchiveError(f"There is no file {path}.")
    except (BadZipFile, OSError, ValueError) as error:
        raise ArchiveError(f"{path.name} is not a backup, or it is damaged: {error}.")
    try:
        manifest = _manifest_of(archive, path.name)
    except ArchiveError:
        archive.close()
        raise
    return archive, manifest


def _manifest_of(archive: ZipFile, name: str) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        known, number, kept, seal = (manifest[key] for key in ("format", "format_version", "canaries", "seal"))
        ours = known == FORMAT and {"audit", "data", "index"} <= kept.keys()
    except (AttributeError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise ArchiveError(f"{name} is not a backup of this platform: its manifest cannot be read ({error!r}).")
    if not ours:
        raise ArchiveError(f"{name} is not a backup of this platform.")
    if number != VERSION:
        raise ArchiveError(f"{name} has format {number}; this version of the platform reads format {VERSION}.")
    _check_keys(kept)
    if seal != _seal_of(manifest):
        raise ArchiveError(f"{name} was changed after it was written: its manifest does not fit its seal.")
    return manifest


def _check_keys(kept: dict[str, str]) -> None:
    if kept["audit"] != keyed(f"{_PURPOSE} {_CANARY}"):
        raise KeyMismatch(
            "The backup was written with another audit key. Set DANGJIAN_AUDIT_KEY (or, where it was never set, "
            "DANGJIAN_SECRET_KEY) as it was on the machine that wrote it."
        )
    try:
        readable = decrypt(kept["data"], _PURPOSE) == _CANARY
    except DecryptionError:
        readable = False
    if not readable:
        raise KeyMismatch(
            "The backup was written with another data key: its protected entries could not be read here. Set "
            "DANGJIAN_DATA_KEY as it was on the machine that wrote it."
        )
    if kept["index"] != blind_index(_CANARY, _PURPOSE):
        raise KeyMismatch(
            "The backup was written with another key for blind indexes: persons would not be found by identity number. "
            "The last key in DANGJIAN_DATA_KEY must be the same as on the machine that wrote it."
        )


def check_contents(archive: ZipFile, manifest: dict[str, Any], tell: Tell = silent) -> None:
    """Read the whole archive and compare it with its manifest.

    Raises:
        ArchiveError: something was changed, is missing, is damaged or was added.
    """
    listed = {table["file"]: table["sha256"] for table in manifest["tables"]}
    listed |= {file["name"]: file["sha256"] for file in manifest["files"]}
    names = archive.namelist()
    strange = sorted(set(names) - listed.keys() - {MANIFEST})
    if strange or len(names) != len(set(names)):
        raise ArchiveError(
            f"The archive holds what its manifest does not list: {', '.join(strange[:3]) or 'a double'}."
        )
    for done, (name, wanted) in enumerate(listed.items()):
        tell("checking", done, len(listed))
        if name not in names:
            raise ArchiveError(f"The archive lacks {name}.")
        try:
            with archive.open(name) as entry:
                found = digest_of(entry)
        except (BadZipFile, OSError, EOFError, ValueError) as error:
            raise ArchiveError(f"{name} in the archive is damaged: {error}.")
        if found != wanted:
            raise ArchiveError(f"{name} in the archive was changed after it was written.")
    tell("checking", len(listed), len(listed))


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of what is left of a file, piece by piece."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
