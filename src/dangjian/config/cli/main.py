"""The group that all subcommands hang on."""

from __future__ import annotations

import os

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dangjian")
def main() -> None:
    """Dangjian: a work platform for Party building in organs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.config.settings")
