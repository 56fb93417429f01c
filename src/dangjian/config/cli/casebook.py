"""``dangjian casebook``."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import transaction
from django.utils import translation

from dangjian.kernel.access.actors import platform
from dangjian.kernel.access.clock import today
from dangjian.kernel.audit.services import record
from dangjian.work.casebook.actions import TAKEN
from dangjian.work.casebook.enums import BookFormat
from dangjian.work.casebook.errors import EditionError
from dangjian.work.casebook.making import make
from dangjian.work.casebook.models import Edition

from .failing import plainly
from .telling import telling
from .writing import written_whole

NAME = "command line"


@click.command("casebook")
@click.argument("edition")
@click.option(
    "--format", "kind", type=click.Choice(BookFormat.values), help="By default what the file's name ends with."
)
@click.option("--language", type=click.Choice(["zh-hans", "zh-hant", "en"]), default="zh-hans", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@plainly
def command(edition: str, kind: str | None, language: str, output: Path) -> None:
    """Write a casebook as a printed book, a Word file or an EPUB.

    EDITION is its number, as it stands in its address, or its title. A casebook in the making is written with the
    figures of now, an issued one as it came out. That it was taken is written to the audit.

    Exit code 0 when it is written, 2 when not.
    """
    chosen = kind or output.suffix.lstrip(".").lower()
    if chosen not in BookFormat.values:
        raise EditionError(f"Say with --format which of {', '.join(BookFormat.values)} to write into {output}.")
    found, day = edition_of(edition), today()
    with translation.override(language), telling() as tell:
        cases = written_whole(
            output,
            lambda file: make(found, chosen, file, day, lambda done, total: tell("setting cases", done, total)),
        )
    with transaction.atomic():
        by = platform(day, name=NAME)
        record(TAKEN, found, by=by, organisation=found.organisation, changes={"format": chosen, "cases": cases})
    click.echo(f"{output}: {output.stat().st_size} bytes, {cases} cases of {found.title}")


def edition_of(words: str) -> Edition:
    """The casebook of a number or a title.

    Raises:
        EditionError: there is none, or there are several.
    """
    rows = Edition.objects.select_related("organisation")
    by_number = rows.filter(pk=int(words)) if words.isascii() and words.isdigit() and len(words) < 19 else rows.none()
    found = list(by_number or rows.filter(title=words)[:3])
    if len(found) == 1:
        return found[0]
    if found:
        raise EditionError(f"Several casebooks are called so. Give the number: {', '.join(str(e.pk) for e in found)}.")
    known = ", ".join(f"{one.pk} {one.title}" for one in rows.order_by("-pk")[:5])
    raise EditionError(f"There is no casebook “{words}”." + (f" There are: {known}." if known else ""))
