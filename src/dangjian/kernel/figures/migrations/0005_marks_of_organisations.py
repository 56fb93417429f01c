"""Made triggers once; now they are what ``figures/marking.py`` declares, made after every migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_tallies"), ("tree", "0001_initial")]
    operations: list[migrations.operations.base.Operation] = []
