from django.urls import path

from dangjian.kernel.attachments import views

app_name = "attachments"
urlpatterns = [
    path("attach/", views.attach, name="attach"),
    path("<int:attachment_id>/", views.download, name="download"),
    path("<int:attachment_id>/describe/", views.describe, name="describe"),
    path("<int:attachment_id>/withdraw/", views.withdraw, name="withdraw"),
]
