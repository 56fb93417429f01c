from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "dangjian.kernel.privacy"
