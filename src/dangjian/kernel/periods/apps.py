from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    """An app for the sake of its translations; it has no tables."""

    name = "dangjian.kernel.periods"
