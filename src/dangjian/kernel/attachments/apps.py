from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "dangjian.kernel.attachments"
