from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dangjian.kernel.audit"

    def ready(self) -> None:
        import_module(f"{self.name}.looks")
