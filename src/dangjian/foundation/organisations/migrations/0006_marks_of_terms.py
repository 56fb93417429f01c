"""Changes of terms are marked: where tallies are to be counted anew."""

from django.db import migrations

from dangjian.kernel.figures.marking import leave_unmarked, mark_changes

TERM = "organisations_term"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_annulled"), ("figures", "0005_marks_of_organisations")]
    operations = [
        migrations.RunPython(mark_changes(TERM, ["SELECT {row}.organisation_id AS place"]), leave_unmarked(TERM))
    ]
