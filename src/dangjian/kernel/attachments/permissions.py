"""Who may open and add files. A record may ask for more than this with permissions of its own."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

VIEW_FILE = permission("attachments.file.view", _("Open attached files"), roles=(*READERS, Role.INSPECTOR))
ATTACH_FILE = permission("attachments.file.attach", _("Attach and withdraw files"), roles=PARTY_WORKERS)
