from django.apps import AppConfig


class TreeConfig(AppConfig):
    name = "dangjian.kernel.tree"
