"""The group that all subcommands hang on."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click
from rich.console import Console

SUBCOMMANDS = {
    "serve": ("serve", "Serve the platform at http://127.0.0.1:8000."),
    "demo": ("demo", "Fill an empty database with the model city."),
    "import": ("imports", "Import spreadsheets."),
    "figures": ("figures", "Print figures as a table or JSON."),
    "report": ("report", "Write a work report as docx or pdf."),
    "ledger": ("ledger", "Write the work ledger of an organisation as docx, pdf or xlsx."),
    "casebook": ("casebook", "Write a casebook as pdf, docx or epub."),
    "check-article": ("article", "Compare the article's figures with the computed ones."),
    "account": ("account", "Open an account, such as the first administrators'."),
    "backup": ("backup", "Write everything into one file, while the platform runs."),
    "restore": ("restore", "Read a backup into an empty database."),
    "export": ("export", "Take everything in open formats and leave."),
    "renew-keys": ("renew", "Encrypt everything anew after a change of keys."),
    "migrate": ("migrate", "Bring the database to this version, after an upgrade."),
    "doctor": ("doctor", "Check settings, database, files, jobs and the audit chain."),
}
EXIT_UNUSABLE = 2


class Lazily(click.Group):
    """Loads a subcommand when it is called, after Django has started; ``--help`` needs neither."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in SUBCOMMANDS:
            return None
        start()
        return import_module(f"dangjian.config.cli.{SUBCOMMANDS[name][0]}").command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_module, words) in SUBCOMMANDS.items()])


def start() -> None:
    """Bring Django up with our settings; a wrong variable ends the command with a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.config.settings")
    import django  # noqa: PLC0415 - optional dependency of --help: Django must not start before it is needed

    try:
        django.setup()
    except ValueError as error:
        Console(stderr=True).print(f"[bold]Settings:[/] {error}")
        sys.exit(EXIT_UNUSABLE)


@click.group(cls=Lazily, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dangjian")
def main() -> None:
    """Dangjian: a work platform for Party building in organs."""
