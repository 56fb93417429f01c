from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dangjian.kernel.notices"
