from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("card/", views.card, name="card"),
    path("waiting/", views.waiting, name="waiting"),
    path("search/", views.search_all, name="search"),
    path("refusals/", views.refusals, name="refusals"),
    path("suggestions/", views.suggest, name="suggest"),
    path("suggestions/<int:suggestion>/", views.suggestion, name="suggestion"),
]
