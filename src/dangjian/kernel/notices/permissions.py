"""Who may see what could not be delivered. An inbox is its owner's alone and needs no permission."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import Role

OUTBOX_VIEW = permission(
    "notices.outbox.view", _("See which letters could not be delivered"), roles=(Role.SYSTEM_ADMINISTRATOR,)
)
OUTBOX_RETRY = permission("notices.outbox.retry", _("Have letters tried again"), roles=(Role.SYSTEM_ADMINISTRATOR,))
