from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("", views.dictionary, name="dictionary"),
    path("<str:key>/", views.figure_page, name="figure"),
]
