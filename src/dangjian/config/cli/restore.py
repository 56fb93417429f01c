"""``dangjian restore``."""

from __future__ import annotations

from pathlib import Path

import click

from ..keeping.restore import read_backup
from .failing import plainly
from .telling import telling


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@plainly
def command(file: Path) -> None:
    """Read the backup FILE into an empty database.

    SQLite or PostgreSQL, whichever wrote it. Checked whole before anything is written; written in one transaction,
    so that a restore cut off leaves the database empty. Everybody signs in anew afterwards.

    Exit code 0 when all is back, 1 when all is back but the audit chain was broken already when the backup was
    written, 2 when nothing was restored.
    """
    with telling() as tell:
        restored = read_backup(file.absolute(), tell=tell)
    click.echo(
        f"Restored {restored.rows} rows of {restored.tables} tables and {restored.files} files as they stood at "
        f"{restored.written_at}; row counts compared."
    )
    for broken in restored.breaks:
        click.echo(f"Audit chain {broken.chain}: {broken.what} at entry {broken.position}.", err=True)
    if restored.breaks:
        raise SystemExit(1)
    click.echo("The audit chain holds.")
