"""The database itself refuses to change or delete looks."""

from django.db import migrations

from dangjian.kernel.audit.append_only import forbid_changes, permit_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_look")]
    operations = [migrations.RunPython(forbid_changes("audit_look"), permit_changes("audit_look"))]
