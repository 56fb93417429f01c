"""Issued values are never changed."""

from django.db import migrations

from dangjian.kernel.audit.append_only import forbid_changes, permit_changes


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes("figures_reading"), permit_changes("figures_reading"))]
