"""Everything in open formats, to be read without this platform: CSV, files as they are, and words about both."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models, transaction
from django.utils import timezone

from dangjian.kernel.audit import services as audit
from dangjian.kernel.privacy.cipher import decrypt
from dangjian.kernel.privacy.fields import BlindIndexField, EncryptedTextField

from . import actions
from .archive import Tell, kept_files, silent
from .columns import Field, kept_models, kind_of, reader, stored_fields
from .errors import ArchiveError
from .snapshot import Rows, snapshot

MASK = "***"
NEVER = {"accounts.Account": {"password"}, "accounts.PersonalToken": {"digest"}}
"""What opens doors is of use to nobody who may have it."""
EVERY_ROWS = 5000


@dataclass(frozen=True)
class Left:
    """What was written."""

    tables: int
    rows: int
    files: int


def export_everything(target: Path, *, with_private: bool, tell: Tell = silent) -> Left:
    """Write every record of ours as CSV with a description, and all attached files, into a new folder or zip.

    Args:
        target: a folder that does not exist or is empty, or a file ending in ``.zip`` that does not exist.
        with_private: decrypt identity numbers, phones and addresses; otherwise three stars stand in their place.
        tell: called with the progress.

    Raises:
        ArchiveError: there is something already, or it cannot be written.
    """
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        raise ArchiveError(f"{target} exists already; an export never replaces anything.")
    if not target.absolute().parent.is_dir():
        raise ArchiveError(f"There is no folder {target.parent}.")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".dangjian-export-") as work:
            folder = Path(work) / "export"
            folder.mkdir()
            left = _write(folder, with_private, tell)
            with transaction.atomic():
                audit.record(
                    actions.EXPORTED,
                    None,
                    by=None,
                    organisation=None,
                    changes={"private": with_private, "rows": left.rows, "files": left.files},
                )
                _give(folder, target, tell)
    except OSError as error:
        raise ArchiveError(f"The export cannot be written: {error}.")
    return left


def exported_models() -> list[type[models.Model]]:
    """The tables of ours. Those of libraries hold sign-in secrets and bookkeeping, which mean nothing elsewhere."""
    return [model for model in kept_models() if model.__module__.startswith("dangjian.")]


def exported_fields(model: type[models.Model]) -> list[Field]:
    """The columns that are written: no blind indexes, passwords and digests of tokens."""
    never = NEVER.get(model._meta.label, set())
    return [f for f in stored_fields(model) if not isinstance(f, BlindIndexField) and f.name not in never]


def _write(folder: Path, with_private: bool, tell: Tell) -> Left:
    found = exported_models()
    (folder / "tables").mkdir()
    counts: dict[str, int] = {}
    with snapshot(folder.parent) as rows:
        for model in found:
            counts[model._meta.label] = _table(folder, model, rows, with_private, tell)
    files = 0
    for name, path in kept_files():
        if name.startswith("files/"):
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # withdrawn meanwhile
                shutil.copyfile(path, place)
                files += 1
            tell("files", files, 0)
    described = [_described(model, counts[model._meta.label], with_private) for model in found]
    (folder / "schema.json").write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "README.md").write_text(_readme(described, with_private), encoding="utf-8")
    return Left(len(found), sum(counts.values()), files)


def _table(folder: Path, model: type[models.Model], rows: Rows, with_private: bool, tell: Tell) -> int:
    name, count = model._meta.label_lower, 0
    fields, written = stored_fields(model), exported_fields(model)
    places = [(fields.index(field), _cell(field, with_private)) for field in written]
    tell(name, 0, 0)
    # The mark of byte order lets spreadsheets see that it is UTF-8.
    with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([field.attname for field in written])
        for row in rows(model):
            out.writerow([cell(row[place]) for place, cell in places])
            count += 1
            if count % EVERY_ROWS == 0:
                tell(name, count, 0)
    return count


def _cell(field: Field, with_private: bool) -> Any:
    if not isinstance(field, EncryptedTextField):
        return reader(field)
    if with_private:
        return lambda value: decrypt(value, field.bound_to) if value else value
    return lambda value: MASK if value else value


def _described(model: type[models.Model], count: int, with_private: bool) -> dict[str, Any]:
    return {
        "table": model._meta.label_lower,
        "file": f"tables/{model._meta.label_lower}.csv",
        "name": str(model._meta.verbose_name),
        "meaning": " ".join((model.__doc__ or "").split("\n\n")[0].split()),
        "rows": count,
        "columns": [_column(field, with_private) for field in exported_fields(model)],
    }


def _column(field: Field, with_private: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.attname, "label": str(field.verbose_name), "type": kind_of(field)}
    if field.primary_key:
        found["key"] = True
    if field.null:
        found["may_be_empty"] = True
    if field.remote_field is not None:
        found["refers_to"] = field.remote_field.model._meta.label_lower
    if field.choices:
        found["codes"] = {str(code): str(label) for code, label in field.flatchoices}
    if isinstance(field, EncryptedTextField):
        found["private"] = "in clear" if with_private else "masked"
    return found


def _readme(described: list[dict[str, Any]], with_private: bool) -> str:
    private = (
        "Identity numbers, phones and addresses stand here IN CLEAR. Keep this copy as the law asks for sensitive "
        "personal information, and delete it when it has been taken over."
        if with_private
        else f"Identity numbers, phones and addresses are masked ({MASK}). `--with-private` writes them in clear."
    )
    lines = [
        "# Everything that this installation holds",
        "",
        f"Written on {timezone.localdate()} by Dangjian {version('dangjian')}. {private}",
        "",
        "- `tables/*.csv`: one table each, UTF-8, comma-separated, first line names of columns. Days are YYYY-MM-DD,",
        "  moments ISO 8601 in UTC, JSON is text. `_id` columns hold the key `id` of another table.",
        "- `schema.json`: the same description as below, for programs; `codes` explains the values of a column.",
        "- `files/attachments/AA/BB/SHA256`: attached files under the digest of their content; their names and records",
        "  stand in `tables/attachments.attachment.csv`.",
        "- Not here: passwords, second factors, sessions and tokens.",
        "",
    ]
    for table in described:
        lines += [f"## {table['name']} · `{table['file']}` · {table['rows']} rows", "", table["meaning"], ""]
        lines += ["| column | label | type | remarks |", "| --- | --- | --- | --- |"]
        lines += [_line(column) for column in table["columns"]]
        lines.append("")
    return "\n".join(lines)


def _line(column: dict[str, Any]) -> str:
    remarks = [f"→ `{column['refers_to']}`"] if "refers_to" in column else []
    remarks += [f"{code} = {label}" for code, label in column.get("codes", {}).items()]
    remarks += [column["private"]] if "private" in column else []
    return f"| {column['name']} | {column['label']} | {column['type']} | {'; '.join(remarks).replace('|', '/')} |"


def _give(folder: Path, target: Path, tell: Tell) -> None:
    if target.suffix.lower() != ".zip":
        if target.is_dir():
            target.rmdir()
        folder.replace(target)
        return
    packed = folder.with_suffix(".zip")
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for done, path in enumerate(_all_files(folder)):
            archive.write(path, path.relative_to(folder).as_posix())
            tell("packing", done + 1, 0)
    packed.replace(target)


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
