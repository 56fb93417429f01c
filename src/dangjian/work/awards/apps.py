from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "dangjian.work.awards"
