"""Writing a backup while the platform runs."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.db import models
from django.utils import timezone

from dangjian.kernel.audit import services as audit

from . import actions
from .archive import (
    FORMAT,
    MANIFEST,
    PIECE,
    VERSION,
    Tell,
    canaries,
    check_contents,
    digest_of,
    kept_files,
    migrations_now,
    opened_archive,
    sealed,
    silent,
)
from .columns import LEFT_OUT, kept_models, kind_of, plain_rows, stored_fields
from .errors import ArchiveError
from .snapshot import Rows, snapshot

EVERY_ROWS = 5000


@dataclass(frozen=True)
class Written:
    """What a backup holds."""

    tables: int
    rows: int
    files: int
    size: int
    sha256: str


def write_backup(path: Path, *, tell: Tell = silent) -> Written:
    """Write everything into one file, as it stood at one moment, read it back, and give it its name at the end.

    Constant memory. Nobody who works meanwhile has to wait.

    Args:
        path: the file to write; it must not exist.
        tell: called with the progress.

    Raises:
        ArchiveError: the file exists already, or cannot be written, or does not read back as it was written.
    """
    if path.exists():
        raise ArchiveError(f"{path} exists already; a backup never replaces another one.")
    if not path.parent.is_dir():
        raise ArchiveError(f"There is no folder {path.parent}.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            unfinished = Path(file.name)
            try:
                with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=4) as archive:
                    manifest = _fill(archive, path.parent, tell)
            except BaseException:
                unfinished.unlink()
                raise
    except OSError as error:
        raise ArchiveError(f"The backup cannot be written: {error}.")
    written = _verified(unfinished, manifest, tell)
    unfinished.replace(path)
    audit.record(
        actions.BACKED_UP, None, by=None, organisation=None, changes={"rows": written.rows, "sha256": written.sha256}
    )
    return written


def _fill(archive: ZipFile, folder: Path, tell: Tell) -> dict[str, Any]:
    found = kept_models()
    with snapshot(folder) as rows:
        begun = timezone.now().isoformat()
        migrations = migrations_now()
        tables = [_table(archive, model, rows, tell) for model in found]
    manifest = {
        "format": FORMAT,
        "format_version": VERSION,
        "product_version": version("dangjian"),
        "written_at": begun,
        "migrations": migrations,
        "left_out": list(LEFT_OUT),
        "canaries": canaries(),
        "tables": tables,
        "files": _files(archive, tell),
    }
    archive.writestr(MANIFEST, json.dumps(sealed(manifest), ensure_ascii=False, indent=1))
    return manifest


def _table(archive: ZipFile, model: type[models.Model], rows: Rows, tell: Tell) -> dict[str, Any]:
    name = model._meta.db_table
    digest, count = hashlib.sha256(), 0
    with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
        tell(name, 0, 0)
        for row in plain_rows(model, rows(model)):
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            out.write(line)
            count += 1
            if count % EVERY_ROWS == 0:
                tell(name, count, 0)
    return {
        "name": name,
        "model": model._meta.label,
        "file": f"tables/{name}.jsonl",
        "columns": [{"name": field.column, "type": kind_of(field)} for field in stored_fields(model)],
        "rows": count,
        "sha256": digest.hexdigest(),
    }


def _files(archive: ZipFile, tell: Tell) -> list[dict[str, Any]]:
    listed = []
    for name, path in kept_files():
        digest, size = hashlib.sha256(), 0
        try:
            source = path.open("rb")
        except FileNotFoundError:  # withdrawn since the folder was read
            continue
        with source, archive.open(name, "w", force_zip64=True) as out:
            while piece := source.read(PIECE):
                digest.update(piece)
                out.write(piece)
                size += len(piece)
        listed.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        tell("files", len(listed), 0)
    return listed


def _verified(path: Path, manifest: dict[str, Any], tell: Tell) -> Written:
    try:
        archive, read = opened_archive(path)
        with archive:
            check_contents(archive, read, tell)
    except (ArchiveError, BadZipFile, zlib.error) as error:
        path.unlink()
        raise ArchiveError(f"The backup does not read back as it was written, and was thrown away: {error}")
    with path.open("rb") as file:
        sha256 = digest_of(file)
    return Written(
        tables=len(manifest["tables"]),
        rows=sum(table["rows"] for table in manifest["tables"]),
        files=len(manifest["files"]),
        size=path.stat().st_size,
        sha256=sha256,
    )
