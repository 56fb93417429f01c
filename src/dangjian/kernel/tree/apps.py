from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class TreeConfig(AppConfig):
    name = "dangjian.kernel.tree"

    def ready(self) -> None:
        discover("history")
