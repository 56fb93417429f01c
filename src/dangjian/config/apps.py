from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "dangjian.config"
    label = "config"

    def ready(self) -> None:
        import_module(f"{self.name}.checks")
        import_module(f"{self.name}.keeping.actions")
