from django.apps import AppConfig

from dangjian.kernel.discovery import discover


class OrganisationsConfig(AppConfig):
    name = "dangjian.foundation.organisations"

    def ready(self) -> None:
        discover("belongings")
