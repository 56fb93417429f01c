"""Who may read the audit: the auditor alone (三员分立)."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import Role

VIEW_ENTRY = permission("audit.entry.view", _("Read the audit"), roles=(Role.AUDITOR,))
VIEW_LOOK = permission(
    "audit.look.view", _("See who looked at personal data"), roles=(Role.AUDITOR, Role.SECURITY_OFFICER)
)
