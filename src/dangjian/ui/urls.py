from django.urls import path

from dangjian.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("sample/<slug:page>/", views.sample, name="sample"),
    path("large-print/", views.large_print, name="large-print"),
]
