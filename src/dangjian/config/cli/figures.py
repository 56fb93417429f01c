"""``dangjian figures``."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from dangjian.kernel.access.clock import today
from dangjian.kernel.figures import keeping
from dangjian.kernel.figures.compute import Value, compute_all
from dangjian.kernel.figures.registry import registry
from dangjian.kernel.figures.words import number_words

from .asking import organisation_option, period_option, scope_of
from .failing import plainly


@click.command("figures")
@organisation_option
@period_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--count", is_flag=True, help="Count the tallies of a large installation anew first.")
@plainly
def command(organisation: str | None, period: str | None, as_json: bool, count: bool) -> None:
    """Print all registered figures of an organisation and period."""
    if count:
        keeping.drop()
        keeping.keep(today())
    found, scope = scope_of(organisation, period)
    values = compute_all([(key, scope) for key in registry])
    if as_json:
        click.echo(json.dumps([_plain(value, found.code) for value in values], ensure_ascii=False, indent=1))
        return
    table = Table(title=f"{found.name} · {scope.period.key} · {scope.as_of}")
    for head in ("key", "figure", "value", "", "numerator / denominator"):
        table.add_column(head, justify="right" if head == "value" else "left")
    for value in values:
        words = number_words(value)
        table.add_row(value.figure.key, str(value.figure.label), words.number, str(value.figure.unit), words.parts)
    Console().print(table)


def _plain(value: Value, code: str) -> dict[str, Any]:
    def number(one: Any) -> float | None:
        return None if one is None else float(one)

    return {
        "key": value.figure.key,
        "label": str(value.figure.label),
        "value": number(value.number),
        "unit": str(value.figure.unit),
        "numerator": number(value.numerator),
        "denominator": number(value.denominator),
        "withheld": value.withheld,
        "organisation": code,
        "period": value.scope.period.key,
        "as_of": value.scope.as_of.isoformat(),
        "version": value.figure.version,
    }
