"""``dangjian export``."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import translation

from ..keeping.leaving import export_everything
from .failing import plainly
from .telling import telling


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--with-private", is_flag=True, help="Identity numbers, phones and addresses in clear.")
@click.option("--language", default="zh-hans", show_default=True, type=click.Choice(["zh-hans", "zh-hant", "en"]))
@plainly
def command(target: Path, with_private: bool, language: str) -> None:
    """Write everything in open formats into TARGET, a new folder or .zip.

    One CSV a table with a description of every column, and the attached files, so that another system can take
    over. Private entries are masked unless asked for. The export is written to the audit.

    Exit code 0 when it is written, 2 when not.
    """
    if with_private:
        click.secho(
            "Warning: this copy holds identity numbers, phones and addresses of all members in clear. Keep it as the "
            "law asks for sensitive personal information, and delete it after use.",
            fg="yellow",
            err=True,
        )
    with telling() as tell, translation.override(language):
        left = export_everything(target.absolute(), with_private=with_private, tell=tell)
    click.echo(f"{target}: {left.rows} rows of {left.tables} tables and {left.files} files. Begin with README.md.")
