from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class AccessConfig(AppConfig):
    name = "dangjian.kernel.access"

    def ready(self) -> None:
        discover("permissions")
