"""Made triggers once; now they are what ``organisations/figures.py`` declares, made after every migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_annulled"), ("figures", "0005_marks_of_organisations")]
    operations: list[migrations.operations.base.Operation] = []
