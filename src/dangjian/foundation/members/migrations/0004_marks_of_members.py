"""Changes of members and what hangs on them are marked: where tallies are to be counted anew."""

from django.db import migrations

from dangjian.kernel.figures.marking import leave_unmarked, mark_changes

OWN = "SELECT {row}.organisation_id AS place"
# All organisations that a member ever belonged to: figures of past days read the member as it is now.
ALL_OF_MEMBER = "SELECT organisation_id AS place FROM members_membership WHERE member_id = {row}."
WATCHED = {
    "members_membership": [OWN],
    "members_condition": [ALL_OF_MEMBER + "member_id"],
    "members_post": [OWN],
    "members_transfer": [OWN],
    "members_contactassignment": [OWN, "SELECT {row}.committee_id AS place"],
}
MEMBER = "members_member"  # a new one belongs nowhere yet


class Migration(migrations.Migration):
    dependencies = [("members", "0003_state_labels"), ("figures", "0005_marks_of_organisations")]
    operations = [
        *(
            migrations.RunPython(mark_changes(table, places), leave_unmarked(table))
            for table, places in WATCHED.items()
        ),
        migrations.RunPython(
            mark_changes(MEMBER, [ALL_OF_MEMBER + "id"], events=["update"]), leave_unmarked(MEMBER, events=["update"])
        ),
    ]
