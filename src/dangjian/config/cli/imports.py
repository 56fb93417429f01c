"""``dangjian import``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dangjian.foundation.members.roster.target import ROSTER
from dangjian.kernel.access.clock import today
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.imports import services
from dangjian.kernel.imports.holding import by_key
from dangjian.kernel.imports.models import ImportBatch, ImportRow, State
from dangjian.kernel.imports.queries import plan, specs_of, stopped
from dangjian.kernel.imports.reading import column_letters
from dangjian.kernel.imports.targets import Action

from .asking import organisation_of
from .failing import plainly
from .telling import telling

EXIT_SOME_REFUSED = 1
SHOWN = 30
SAID = (
    "rows", "accepted", "repaired", "refused", "new", "changes", "already_so", "warned", "left_for_decision", "applied",
)  # fmt: skip


@click.group("import")
def command() -> None:
    """Import spreadsheets."""


@command.command("roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, metavar="CODE", help="Code of the organisation whose members these are.")
@click.option("--dry-run", is_flag=True, help="Read and judge the rows, write nothing.")
@click.option(
    "--accept",
    type=click.Choice(["all", "valid"]),
    default="valid",
    show_default=True,
    help="valid: take over the rows without a problem. all: take over everything, or nothing when a row is refused. "
    "Changes to what the national system is master of, and possible namesakes, are taken over with “all” only.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@plainly
def roster(file: Path, organisation: str, dry_run: bool, accept: str, as_json: bool) -> None:
    """Take a roster of members (xlsx, xls, csv) into the register.

    Exit code 0: every row is taken over or already so. 1: some rows were refused, or left for a decision.
    2: the file cannot be used. An import that was killed leaves nothing behind; the same command resumes it.
    """
    found = organisation_of(organisation)
    with telling() as tell:
        batch = _checked(file, found, lambda done, total: tell("checking rows", done, total))
        if accept == "all" and batch.state == State.PREVIEWED:
            services.accept(batch=batch, rows=None, by=None)
        batch.refresh_from_db()
        writes = batch.to_write().count()
        held_back = batch.rows.filter(accepted=False, action__in=(Action.CREATE, Action.UPDATE)).count()
        whole = not batch.counts[Action.REFUSE]
        apply = bool(writes) and not dry_run and (whole or accept == "valid")
        if apply:
            batch = services.apply(
                batch=batch, today=today(), by=None, tell=lambda done, total: tell("writing rows", done, total)
            )
    summary = _summary(batch, applied=writes if apply else 0, asked=held_back, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(summary | {"refusals": list(_refusals(batch))}, ensure_ascii=False, indent=1))
    else:
        _print(batch, summary)
    if not apply:
        services.discard(batch=batch, by=None)
    raise SystemExit(0 if whole and not held_back else EXIT_SOME_REFUSED)


def _checked(file: Path, organisation: Any, tell: Any) -> ImportBatch:
    """The file uploaded, mapped as recognised and judged; an import of the same file that was killed is taken up."""
    with file.open("rb") as opened:
        if (batch := stopped(ROSTER.key, organisation, opened)) is None:
            batch = services.upload(
                target=ROSTER.key, organisation=organisation, file=opened, name=file.name, today=today(), by=None
            )
            try:
                columns = {sheet.sheet: sheet.columns for sheet in plan(batch)}
                batch = services.map_columns(batch=batch, columns=columns, by=None)
            except ServiceError:
                services.discard(batch=batch, by=None)
                raise
    if batch.state == State.APPLYING:
        return batch
    return services.preview(batch=batch, today=today(), by=None, tell=tell)


def _summary(batch: ImportBatch, *, applied: int, asked: int, dry_run: bool) -> dict[str, Any]:
    counts = batch.counts
    return {
        "file": batch.file_name,
        "organisation": batch.organisation.code,
        "dry_run": dry_run,
        "rows": counts["read"],
        "accepted": counts["accepted"],
        "new": counts[Action.CREATE],
        "changes": counts[Action.UPDATE],
        "already_so": counts[Action.SAME],
        "repaired": counts["repaired"],
        "warned": counts["warned"],
        "refused": counts[Action.REFUSE],
        "left_for_decision": asked,
        "applied": applied,
        "import": batch.pk,
    }


def _refusals(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    labels = {spec.key: str(spec.label) for spec in specs_of(batch)}
    places = {
        sheet: {key: column_letters(int(column)) for column, key in columns.items()}
        for sheet, columns in batch.mapping.items()
    }
    for rows in by_key(batch.rows.filter(action=Action.REFUSE)):
        for row in rows:
            yield from _reasons(row, places.get(row.sheet, {}), labels)


def _reasons(row: ImportRow, places: dict[str, str], labels: dict[str, str]) -> Iterator[dict[str, Any]]:
    for key, note in row.problems:
        # What stands in no column (a branch that is missing) is told beside the name.
        letters = places.get(key) or places.get("name", "A")
        yield {
            "sheet": row.sheet,
            "cell": f"{letters}{row.number}",
            "row": row.number,
            "field": key,
            "column": labels.get(key, key),
            "reason": note.text,
        }


def _print(batch: ImportBatch, summary: dict[str, Any]) -> None:
    console = Console()
    console.print(escape(f"{summary['file']} → {batch.organisation.name}"))
    table = Table(show_header=False)
    for key in SAID:
        table.add_row(key.replace("_", " "), f"{summary[key]:,}")
    console.print(table)
    refusals = _refusals(batch)
    for _number, refusal in zip(range(SHOWN), refusals, strict=False):
        console.print(escape(f"{refusal['sheet']} {refusal['cell']} {refusal['column']}: {refusal['reason']}"))
    if rest := sum(1 for _ in refusals):
        console.print(f"and {rest:,} more; --json prints all.")
    if summary["dry_run"]:
        console.print("Dry run: nothing was written.")
    elif not summary["applied"]:
        console.print("Nothing was written.")
    else:
        console.print(f"Written as import {batch.pk}; it can be taken back until {batch.keep_until}.")
