"""What is written to the audit about the platform as a whole."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

BACKED_UP = action("config.platform.backed_up", _("wrote a backup of the whole platform"))
RESTORED = action("config.platform.restored", _("restored the whole platform from a backup"))
EXPORTED = action("config.platform.exported", _("exported the whole platform in open formats"))
RENEWED = action("config.keys.renewed", _("encrypted all protected entries with the current key"))
