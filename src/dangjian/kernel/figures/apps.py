from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class FiguresConfig(AppConfig):
    name = "dangjian.kernel.figures"

    def ready(self) -> None:
        discover("figures")
