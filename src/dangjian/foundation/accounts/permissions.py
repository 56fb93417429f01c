"""What may be done with accounts and roles. The three administrators share nothing but the list of names."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, Role

ACCOUNT_VIEW = permission(
    "accounts.account.view", _("See who has an account"), roles=(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER)
)
ACCOUNT_MANAGE = permission(
    "accounts.account.manage", _("Open, change and close accounts"), roles=(Role.SYSTEM_ADMINISTRATOR,)
)
GRANT_VIEW = permission("accounts.grant.view", _("See who holds which role"), roles=(Role.SECURITY_OFFICER,))
GRANT_MANAGE = permission("accounts.grant.manage", _("Grant and end roles"), roles=(Role.SECURITY_OFFICER,))
ROLE_PASS_ON = permission("accounts.role.pass_on", _("Lend and hand over one's own role"), roles=PARTY_WORKERS)
