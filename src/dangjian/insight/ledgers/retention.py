"""How long files of ledgers are kept: long enough to be taken, for each is a copy of what the platform holds anyway."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.retention import Retention, register

from .models import KEPT_DAYS, LedgerBatch, LedgerRun

_SOURCE = _("Personal Information Protection Law, article 19: no longer than the purpose needs; it can be made again.")

register(Retention(LedgerRun, "asked_at", days=KEPT_DAYS, source=_SOURCE, only=Q(batch=None)))
register(Retention(LedgerBatch, "asked_at", days=KEPT_DAYS, source=_SOURCE))
