from django.urls import path

from .operations import api

urlpatterns = [path("", api.urls)]
