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

ANSWER_MEETING = permission(
    "life.meeting.answer", _("See and answer the calls of the own branch"), roles=(Role.MEMBER,)
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

# ── talks ────────────────────────────────────────────────────────────────────────────────────────────────────────────
# Held at the very branch, not above it (Talk.seen_by). The clerk and everybody above get counts and nothing else.
VIEW_TALK = permission("life.talk.view", _("See the talks of the own branch"), roles=(Role.BRANCH_SECRETARY,))
RECORD_TALK = permission("life.talk.record", _("Record talks"), roles=(Role.BRANCH_SECRETARY, Role.MEMBER))
VIEW_TALK_REASON = permission("life.talk_reason.view", _("See the must-talk occasions"), roles=(*READERS, Role.MEMBER))
KEEP_TALK_REASON = permission(
    "life.talk_reason.keep", _("Keep the catalogue of must-talk occasions"), roles=(Role.COMMITTEE_STAFF,)
)

# ── democratic appraisal of members ──────────────────────────────────────────────────────────────────────────────────
# Above the branch a round is its days and sums; who got which grade is for the branch and the member.
VIEW_APPRAISAL = permission("life.appraisal.view", _("See rounds of appraisal, without persons"), roles=READERS)
HOLD_APPRAISAL = permission(
    "life.appraisal.hold",
    _("Open rounds of appraisal, hold and count the vote"),
    roles=(Role.BRANCH_SECRETARY, Role.BRANCH_CLERK),
)
DECIDE_APPRAISAL = permission(
    "life.appraisal.decide", _("Record the grades that the branch decided"), roles=(Role.BRANCH_SECRETARY,)
)
TAKE_PART = permission(
    "life.appraisal.take_part", _("Take part in the appraisal of the own branch"), roles=(Role.MEMBER,)
)

# ── plans and the branch work method ─────────────────────────────────────────────────────────────────────────────────
VIEW_PLAN = permission("life.plan.view", _("See year plans and the branch work method"), roles=READERS)
KEEP_PLAN = permission(
    "life.plan.keep", _("Keep the year plan, the goals and the division of work"), roles=PARTY_WORKERS
)
