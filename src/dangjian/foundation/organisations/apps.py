from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "dangjian.foundation.organisations"
