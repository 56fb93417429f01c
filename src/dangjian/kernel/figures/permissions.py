"""Who may look at figures."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

VIEW_FIGURE = permission("figures.figure.view", _("See figures"), roles=(*READERS, Role.INSPECTOR))
