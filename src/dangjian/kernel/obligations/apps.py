from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class ObligationsConfig(AppConfig):
    name = "dangjian.kernel.obligations"

    def ready(self) -> None:
        discover("rules")
