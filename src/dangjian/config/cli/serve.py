"""``dangjian serve``."""

from __future__ import annotations

import threading
import time
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from dangjian.city.cast import CAST, PASSWORD, is_model_city
from dangjian.kernel.access.clock import today
from dangjian.kernel.discovery import discover
from dangjian.kernel.jobs import run_due
from dangjian.kernel.work.workers import registry

from .failing import plainly

EVERY_SECONDS = 60


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads of each worker.")
@plainly
def command(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the platform and its timed jobs until Ctrl-C."""
    call_command("check", deploy=settings.PRODUCTION, fail_level="ERROR")
    _introduce(host, port)
    threading.Thread(target=_jobs, daemon=True, name="jobs").start()
    discover("workers")
    for worker in registry.values():
        threading.Thread(target=worker.forever, daemon=True, name=worker.key).start()
    _server(host, port, workers, threads).serve()


def _server(host: str, port: int, workers: int, threads: int) -> Any:
    from granian import Granian  # noqa: PLC0415 - slow import
    from granian.constants import Interfaces  # noqa: PLC0415 - slow import

    return Granian(
        "dangjian.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=10,
        log_access=False,
    )


def _introduce(host: str, port: int) -> None:
    console = Console()
    console.print(f"[bold]Dangjian[/] at [link]http://{host}:{port}[/]  (Ctrl-C ends it)")
    if settings.DANGJIAN_TODAY:
        console.print(f"The platform lives on {settings.DANGJIAN_TODAY} (DANGJIAN_TODAY).")
    if is_model_city():
        table = Table(
            "role", "user name", "password", "whose", title="Model city: invented persons, sign in as any of them"
        )
        for person in CAST:
            table.add_row(str(person.role.label), person.username, PASSWORD, str(person.whose))
        console.print(table)


def _jobs() -> None:
    discover("jobs")
    last = None
    while True:
        time.sleep(EVERY_SECONDS)
        now = timezone.now()
        run_due(now, today(), last=last)
        last = now
        close_old_connections()
