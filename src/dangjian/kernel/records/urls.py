from django.urls import path

from . import views

app_name = "records"
urlpatterns = [
    path("<str:kind>/", views.records_list, name="list"),
    path("<str:kind>/export/", views.export_list, name="export"),
]
