"""What may be done in organisational life, and which roles carry it."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

# ── talks ────────────────────────────────────────────────────────────────────────────────────────────────────────────
# Held at the very branch, not above it (Talk.seen_by). The clerk and everybody above get counts and nothing else.
VIEW_TALK = permission("life.talk.view", _("See the talks of the own branch"), roles=(Role.BRANCH_SECRETARY,))
RECORD_TALK = permission("life.talk.record", _("Record talks"), roles=(Role.BRANCH_SECRETARY, Role.MEMBER))
VIEW_TALK_REASON = permission("life.talk_reason.view", _("See the must-talk occasions"), roles=(*READERS, Role.MEMBER))
KEEP_TALK_REASON = permission(
    "life.talk_reason.keep", _("Keep the catalogue of must-talk occasions"), roles=(Role.COMMITTEE_STAFF,)
)
