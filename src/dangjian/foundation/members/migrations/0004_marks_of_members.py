"""Made triggers once; now they are what ``members/figures.py`` declares, made after every migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0003_state_labels"), ("figures", "0005_marks_of_organisations")]
    operations: list[migrations.operations.base.Operation] = []
