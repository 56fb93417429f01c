"""``dangjian doctor``."""

from __future__ import annotations

import json

import click
from django.db import connection
from rich.console import Console
from rich.table import Table

from dangjian.kernel.discovery import discover
from dangjian.kernel.health import Check, Finding, registry

from .failing import plainly


@click.command("doctor")
@click.option("--audit", is_flag=True, help="Also walk the audit chains and name the first broken entry of each.")
@click.option("--caches", is_flag=True, help="Also compare everything derived with what it is derived from.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@plainly
def command(audit: bool, caches: bool, as_json: bool) -> None:
    """Check settings, database, files, jobs and what belongs together.

    Exit code 0 when all is well, 1 when something was found, 2 when the database cannot be reached.
    """
    connection.ensure_connection()
    discover("health")
    asked = {"", *(["audit"] if audit else []), *(["caches"] if caches else [])}
    checks = [check for check in registry.values() if check.only_with in asked]
    found = [(check, list(check.run())) for check in _in_order(checks)]
    if as_json:
        click.echo(json.dumps([_plain(*one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print(found)
    if any(findings for _check, findings in found):
        raise SystemExit(1)


def _in_order(checks: list[Check]) -> list[Check]:
    """What the platform stands on first: without the right tables nothing else can be asked."""
    first = ("config.settings", "config.database", "config.migrations")
    begun = sorted(checks, key=lambda check: (check.key not in first, check.key))
    unmigrated = any(list(check.run()) for check in begun if check.key == "config.migrations")
    return [check for check in begun if check.key in first] if unmigrated else begun


def _plain(check: Check, findings: list[Finding]) -> dict[str, object]:
    return {
        "check": check.key,
        "label": str(check.label),
        "state": "found" if findings else "well",
        "findings": [{"what": one.what, "remedy": one.remedy} for one in findings],
    }


def _print(found: list[tuple[Check, list[Finding]]]) -> None:
    table = Table("check", "state", "what was found", "what to do", show_lines=False)
    for check, findings in found:
        if not findings:
            table.add_row(str(check.label), "[green]well[/]", "", "")
        for number, one in enumerate(findings):
            table.add_row("" if number else str(check.label), "[bold yellow]found[/]", one.what, one.remedy)
    Console().print(table)
    faults = sum(len(findings) for _check, findings in found)
    click.echo(f"{len(found)} checks, {faults} findings." if faults else f"{len(found)} checks, all well.")
