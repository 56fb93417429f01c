from django.apps import AppConfig


class LifeConfig(AppConfig):
    name = "dangjian.work.life"
