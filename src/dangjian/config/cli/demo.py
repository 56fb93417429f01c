"""``dangjian demo``."""

from __future__ import annotations

import time
from contextlib import nullcontext

import click
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dangjian.city.build import build
from dangjian.city.cast import CAST, MODEL_DAY, PASSWORD
from dangjian.kernel.figures.keeping import keep

from .failing import plainly

SEED = 20171009


@click.command("demo")
@click.option(
    "--scale",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 10_000, min_open=True),
    help="Size beside the article's city of 609 branches; 130 is about a million members.",
)
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same city.")
@click.option("--progress/--no-progress", default=True, help="Show progress.")
@plainly
def command(scale: float, seed: int, progress: bool) -> None:
    """Fill an empty database with the model city: invented persons in an invented year of work."""
    begun = time.monotonic()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar if progress else nullcontext():
        task = bar.add_task("", total=None)
        written = build(
            seed=seed,
            scale=scale,
            progress=lambda label, done, total: bar.update(task, description=label, completed=done, total=total),
        )
    keep(MODEL_DAY)
    settings.DANGJIAN_VAR.mkdir(parents=True, exist_ok=True)
    (settings.DANGJIAN_VAR / settings.MODEL_CITY_DAY).write_text(f"{MODEL_DAY}\n")
    seconds, rows = time.monotonic() - begun, sum(written.values())
    members, places = written["members.member"], written["tree.organisation"]
    console = Console()
    console.print(f"The model city of {MODEL_DAY} was built in {seconds:.1f} seconds:")
    console.print(f"{places:,} organisations, {members:,} members, {rows:,} rows, {rows / seconds:,.0f} rows a second.")
    console.print(cast_table())


def cast_table() -> Table:
    """Which account shows which role."""
    table = Table("role", "user name", "password", "whose", title="Invented persons, sign in as any of them")
    for part in CAST:
        table.add_row(str(part.role.label), part.username, PASSWORD, str(part.whose))
    return table
