"""How long work shows its progress: a bar on a terminal, a line a step elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..keeping.archive import Tell


@contextmanager
def telling() -> Iterator[Tell]:
    """Gives the function to be called with what is being done, how much is done, and how much it is in all."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines().tell
        return
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("starting", total=None)
        yield lambda what, done, total: progress.update(task, description=what, completed=done, total=total or None)


class _Lines:
    """One line on standard error whenever another step begins."""

    def __init__(self) -> None:
        self._last = ""

    def tell(self, what: str, _done: int, _total: int) -> None:
        if what != self._last:
            click.echo(f"· {what}", err=True)
            self._last = what
