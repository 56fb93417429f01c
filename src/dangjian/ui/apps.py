from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Components, base pages, styles. Knows nothing of the rest of the house."""

    name = "dangjian.ui"
    label = "ui"
    verbose_name = _("Look and components")
