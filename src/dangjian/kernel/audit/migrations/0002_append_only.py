"""The database itself refuses to change or delete audit entries and frozen values."""

from django.db import migrations

from dangjian.kernel.audit.append_only import forbid_changes, permit_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes("audit_entry"), permit_changes("audit_entry"))]
