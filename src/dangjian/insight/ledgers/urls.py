from django.urls import path

from . import views

app_name = "ledgers"
urlpatterns = [
    path("files/", views.runs, name="runs"),
    path("files/<int:ledger_run>/", views.run_file, name="file"),
    path("batches/<int:ledger_batch>/", views.batch_page, name="batch"),
    path("batches/<int:ledger_batch>/stop/", views.stop_batch, name="stop"),
    path("batches/<int:ledger_batch>/resume/", views.resume_batch, name="resume"),
    path("batches/<int:ledger_batch>/file/", views.batch_file, name="batch-file"),
    path("fields/", views.fields_page, name="fields"),
    path("templates/<int:ledger_template>/end/", views.end_template, name="end-template"),
    path("<int:organisation>/", views.ledger_page, name="ledger"),
    path("<int:organisation>/make/", views.ask, name="ask"),
    path("<int:organisation>/make-all/", views.ask_batch, name="ask-batch"),
    path("<int:organisation>/settings/", views.settings_page, name="settings"),
    path("<int:organisation>/template/", views.keep_template, name="keep-template"),
    path("<int:organisation>/<str:kind>/", views.section_page, name="section"),
]
