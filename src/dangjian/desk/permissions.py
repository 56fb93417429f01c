"""What may be done at the desks."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS

ANSWER_SUGGESTION = permission("desk.suggestion.answer", _("Answer complaints and suggestions"), roles=PARTY_WORKERS)
