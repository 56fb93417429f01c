"""What may be done in organisational life, and which roles carry it."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

# Meetings
VIEW_MEETING = permission("life.meeting.view", _("See meetings"), roles=(*READERS, Role.INSPECTOR))
RECORD_MEETING = permission("life.meeting.record", _("Call and record meetings"), roles=PARTY_WORKERS)
REVIEW_MEETING = permission(
    "life.meeting.review",
    _("Review filed meetings and say how records are kept"),
    roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE),
)
