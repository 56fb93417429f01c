"""How long files of casebooks are kept: proofs for some days, what came out for good."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.privacy.retention import Retention, register

from .models import KEPT_DAYS, EditionFile

_SOURCE = _("Personal Information Protection Law, article 19: no longer than the purpose needs; it can be made again.")

register(Retention(EditionFile, "asked_at", days=KEPT_DAYS, source=_SOURCE, only=Q(is_print=False)))
