"""Find the declarations of the rooms: a room plugs in by having a module of the right name."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def discover(module: str) -> None:
    """Import ``module`` (such as "figures") of every installed app of ours that has one.

    Importing registers what the module declares; a second import does nothing.
    """
    for config in apps.get_app_configs():
        if config.name.startswith("dangjian.") and find_spec(f"{config.name}.{module}"):
            import_module(f"{config.name}.{module}")
