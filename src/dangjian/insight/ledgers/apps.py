from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "dangjian.insight.ledgers"
