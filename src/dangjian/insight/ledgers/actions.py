"""The sentences of the audit log about ledgers."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

ASKED = action("ledgers.ledger.asked", _("had the work ledger “{target}” made"))
TAKEN = action("ledgers.ledger.taken", _("took the work ledger “{target}” as a file"))
BATCH_STARTED = action("ledgers.batch.started", _("had the work ledgers “{target}” made for all branches"))
BATCH_STOPPED = action("ledgers.batch.stopped", _("stopped the making of the work ledgers “{target}”"))
BATCH_RESUMED = action("ledgers.batch.resumed", _("went on with the work ledgers “{target}”"))
LAYOUT_CHOSEN = action("ledgers.layout.chosen", _("chose how photographs stand in the work ledgers of “{target}”"))
TEMPLATE_KEPT = action("ledgers.template.kept", _("put the ledger template “{target}” into use"))
TEMPLATE_ENDED = action("ledgers.template.ended", _("took the ledger template “{target}” out of use"))
