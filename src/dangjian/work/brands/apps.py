from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "dangjian.work.brands"
