"""``dangjian ledger``."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import transaction
from django.utils import translation

from dangjian.insight.ledgers.actions import TAKEN
from dangjian.insight.ledgers.enums import LedgerFormat
from dangjian.insight.ledgers.errors import LedgerError
from dangjian.insight.ledgers.gathering import ledger_of
from dangjian.insight.ledgers.making import make
from dangjian.kernel.access.actors import Held, platform
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.looks import flush
from dangjian.kernel.audit.services import record

from .asking import organisation_option, period_option, scope_of
from .failing import plainly
from .telling import telling
from .writing import written_whole

NAME = "command line"


@click.command("ledger")
@organisation_option
@period_option
@click.option(
    "--format", "kind", type=click.Choice(LedgerFormat.values), help="By default what the file's name ends with."
)
@click.option("--language", type=click.Choice(["zh-hans", "zh-hant", "en"]), default="zh-hans", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@plainly
def command(organisation: str | None, period: str | None, kind: str | None, language: str, output: Path) -> None:
    """Write the work ledger of an organisation and a period from its records.

    Whoever may call this command may read the database, so it holds what the organisation's own office may see. That
    it was taken is written to the audit.

    Exit code 0 when it is written, 2 when not.
    """
    found, scope = scope_of(organisation, period)
    chosen = kind or output.suffix.lstrip(".").lower()
    if chosen not in LedgerFormat.values:
        raise LedgerError(f"Say with --format which of {', '.join(LedgerFormat.values)} to write into {output}.")
    day = today()
    actor = platform(day, name=NAME, held=[Held.at(Role.COMMITTEE_STAFF, found)])
    with translation.override(language), telling() as tell:
        ledger = ledger_of(found, scope.period, actor)
        written_whole(
            output,
            lambda file: make(ledger, chosen, file, lambda done, total: tell("setting records", done, total)),
        )
    with transaction.atomic():
        changes = {"period": scope.period.key, "format": chosen, "records": ledger.total}
        record(TAKEN, None, by=actor, organisation=found, label=str(found), changes=changes)
        flush(actor)
    click.echo(f"{output}: {output.stat().st_size} bytes, {ledger.total} records of {found.short_name}")
