"""Changes of organisations are marked: where tallies are to be counted anew."""

from django.db import migrations

from dangjian.kernel.figures.marking import leave_unmarked, mark_changes

ORGANISATION = "tree_organisation"
# Whether an organisation is a direct one depends on the kind of its superior.
CHILDREN = f"SELECT id AS place FROM {ORGANISATION} WHERE parent_id = {{row}}.id AND NEW.kind <> OLD.kind"  # noqa: S608 - a name


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_tallies"), ("tree", "0001_initial")]
    operations = [
        migrations.RunPython(
            mark_changes(ORGANISATION, ["SELECT {row}.id AS place"], events=["insert", "delete"]),
            leave_unmarked(ORGANISATION, events=["insert", "delete"]),
        ),
        migrations.RunPython(
            mark_changes(ORGANISATION, ["SELECT {row}.id AS place", CHILDREN], events=["update"]),
            leave_unmarked(ORGANISATION, events=["update"]),
        ),
    ]
