from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "dangjian.config"
    label = "config"
