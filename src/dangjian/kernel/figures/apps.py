from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from dangjian.kernel.discovery import discover

from .marking import ensure


class FiguresConfig(AppConfig):
    name = "dangjian.kernel.figures"

    def ready(self) -> None:
        discover("figures")
        post_migrate.connect(_ensure_triggers, sender=self)


def _ensure_triggers(using: str, **_signal: Any) -> None:
    ensure(using)
