from importlib import import_module

from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class AccountsConfig(AppConfig):
    name = "dangjian.foundation.accounts"

    def ready(self) -> None:
        for module in ("actions", "sources", "signals"):
            import_module(f"{self.name}.{module}")
        discover("handover")
