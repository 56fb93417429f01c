from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "dangjian.city"
