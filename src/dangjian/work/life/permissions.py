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

# ── elections ────────────────────────────────────────────────────────────────────────────────────────────────────────

VIEW_ELECTION = permission("life.election.view", _("See elections"), roles=READERS)
PREPARE_ELECTION = permission(
    "life.election.prepare", _("Prepare elections and enter what was counted"), roles=PARTY_WORKERS
)
# Held at the committee that approves: the office of an organ committee decides for its branches, not for itself.
DECIDE_ELECTION = permission(
    "life.election.decide",
    _("Approve elections, candidates and results"),
    roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE),
)
