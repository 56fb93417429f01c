"""Who may open files. A record may ask for more than this with a permission of its own."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

VIEW_FILE = permission("attachments.file.view", _("Open attached files"), roles=(*READERS, Role.INSPECTOR))
