"""The one place that asks what day it is; everything below a view is told."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The local date, or the fixed day that a model city lives on (``DANGJIAN_TODAY``)."""
    return settings.DANGJIAN_TODAY or timezone.localdate()
