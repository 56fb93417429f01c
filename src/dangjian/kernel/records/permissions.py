"""What may be done with lists."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

EXPORT_LIST = permission("records.list.export", _("Take lists as files"), roles=(*READERS, Role.AUDITOR))
