from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class RecordsConfig(AppConfig):
    name = "dangjian.kernel.records"

    def ready(self) -> None:
        discover("records")
        discover("eligibility")
