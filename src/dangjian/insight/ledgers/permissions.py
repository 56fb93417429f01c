"""Who may look through, take and lay out work ledgers. What stands in one is decided by the permission of each kind."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

OFFICES = (Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)

VIEW_LEDGER = permission("ledgers.ledger.view", _("Look through work ledgers"), roles=READERS)
TAKE_LEDGER = permission("ledgers.ledger.take", _("Take work ledgers as files"), roles=READERS)
TAKE_BATCH = permission("ledgers.batch.take", _("Take the work ledgers of all branches at once"), roles=OFFICES)
LAY_OUT_LEDGER = permission(
    "ledgers.layout.choose", _("Choose how work ledgers look"), roles=(*OFFICES, Role.BRANCH_SECRETARY)
)
