from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dangjian.kernel.documents"
