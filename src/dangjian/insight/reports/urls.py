from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("new/", views.start, name="start"),
    path("<int:report>/", views.report_page, name="report"),
    path("<int:report>/edit/", views.edit, name="edit"),
    path("<int:report>/figures/", views.figures, name="figures"),
    path("<int:report>/issue/", views.issue, name="issue"),
    path("<int:report>/correct/", views.correct, name="correct"),
    path("<int:report>/template/", views.keep_template, name="template"),
    path("<int:report>/docx/", views.report_file, {"kind": "docx"}, name="docx"),
    path("<int:report>/pdf/", views.report_file, {"kind": "pdf"}, name="pdf"),
    path("figure/<int:issued_figure>/", views.issued_differences, name="differences"),
]
