"""``dangjian check-article``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from dangjian.insight.reports.article import check

from .asking import organisation_option, period_option, scope_of
from .failing import plainly

STYLES = {"held": "green", "differs": "bold yellow", "not-built": "dim"}


@click.command("check-article")
@organisation_option
@period_option
@click.option("--facts", type=click.Path(dir_okay=False, path_type=Path), help="Another file of facts.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@plainly
def command(organisation: str | None, period: str | None, facts: Path | None, as_json: bool) -> None:
    """Compute every figure of the article from records and say whether it holds.

    Exit code 1 when a figure that can be computed differs.
    """
    _found, scope = scope_of(organisation, period)
    checked = list(check(scope, facts))
    if as_json:
        click.echo(json.dumps([one.as_json() for one in checked], ensure_ascii=False, indent=1))
    else:
        table = Table("id", "key", "article", "computed", "numerator", "denominator", "state", "what")
        for one in checked:
            numbers = ("" if n is None else f"{n:g}" for n in (one.computed, one.numerator, one.denominator))
            sign = ">" if one.op == ">" else ""
            table.add_row(
                one.id, one.key, f"{sign}{one.article:g}", *numbers, f"[{STYLES[one.state]}]{one.state}[/]", one.what
            )
        Console().print(table)
        click.echo(", ".join(f"{count} {state}" for state, count in Counter(one.state for one in checked).items()))
    if any(one.state == "differs" for one in checked):
        raise SystemExit(1)
