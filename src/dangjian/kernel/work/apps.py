from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "dangjian.kernel.work"
    label = "kernel_work"  # the floor of the rooms of the work is called the same
