from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dangjian.foundation.accounts"
