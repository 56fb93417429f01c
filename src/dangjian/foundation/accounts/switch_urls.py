"""Addresses that the foot of every page uses. They stand before those of the look: here choices are kept for good."""

from django.urls import path

from .views import switches

urlpatterns = [
    path("ui/large-print/", switches.large_print, name="large_print"),
    path("language/", switches.language, name="set_language"),
]
