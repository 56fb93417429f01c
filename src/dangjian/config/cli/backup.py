"""``dangjian backup``."""

from __future__ import annotations

from pathlib import Path

import click

from ..keeping.backup import write_backup
from .failing import plainly
from .telling import telling


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@plainly
def command(file: Path) -> None:
    """Write the whole platform into FILE (a new .zip), while it runs.

    Database and files as they stand at one moment; protected entries stay encrypted, so keep DANGJIAN_DATA_KEY and
    DANGJIAN_AUDIT_KEY (or DANGJIAN_SECRET_KEY) somewhere else. The file is read back before it gets its name.

    Exit code 0 when it is written and checked, 2 when not.
    """
    with telling() as tell:
        written = write_backup(file.absolute(), tell=tell)
    click.echo(
        f"{file}: {written.rows} rows of {written.tables} tables and {written.files} files in "
        f"{written.size / 1e6:.1f} MB, read back and found right.\nSHA-256 {written.sha256}"
    )
