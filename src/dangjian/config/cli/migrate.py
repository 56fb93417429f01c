"""``dangjian migrate``."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command

from .failing import plainly


@click.command("migrate")
@plainly
def command() -> None:
    """Bring the database to the tables of this version. Write a backup before.

    Exit code 0 when it is done, 2 when not.
    """
    Path(settings.DANGJIAN_VAR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=1)
