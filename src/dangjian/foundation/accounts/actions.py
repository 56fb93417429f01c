"""What is written down about accounts, in the reader's words."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.audit.actions import action

SIGNED_IN = action("accounts.session.opened", _("{target} signed in"))
SIGN_IN_REFUSED = action("accounts.session.refused", _("A sign-in as {target} was refused"))
SIGNED_OUT = action("accounts.session.closed", _("{target} signed out"))
SESSION_ENDED = action("accounts.session.ended", _("{target} ended a session on another device"))
SESSION_IDLE = action("accounts.session.expired", _("The session of {target} ended because nothing was done"))
LOCKED_OUT = action("accounts.session.locked", _("Sign-in as {target} was locked after repeated failures"))

PASSWORD_CHANGED = action("accounts.password.changed", _("{target} changed their password"))
PASSWORD_RESET = action("accounts.password.reset", _("The password of {target} was reset"))
FACTOR_ADDED = action("accounts.factor.added", _("{target} set up a second factor"))
FACTOR_REMOVED = action("accounts.factor.removed", _("{target} took away a second factor"))
FACTOR_RENEWED = action("accounts.factor.renewed", _("{target} made new recovery codes"))
FACTOR_FAILED = action("accounts.factor.failed", _("A second factor of {target} was not right"))
FACTORS_CLEARED = action("accounts.factor.cleared", _("All second factors of {target} were cleared"))
LINKED = action("accounts.link.added", _("{target} was linked to the single sign-on"))

OPENED = action("accounts.account.opened", _("The account of {target} was opened"))
CHANGED = action("accounts.account.changed", _("The account of {target} was changed"))
DEACTIVATED = action("accounts.account.deactivated", _("The account of {target} was closed"))
REACTIVATED = action("accounts.account.reactivated", _("The account of {target} was opened again"))
PROFILE_CHANGED = action("accounts.profile.changed", _("{target} changed their own settings"))

GRANTED = action("accounts.grant.given", _("Role granted: {target}"))
GRANT_ENDED = action("accounts.grant.ended", _("Role ended: {target}"))
GRANT_WITHDRAWN = action("accounts.grant.withdrawn", _("Role taken back before it began: {target}"))
LENT = action("accounts.grant.lent", _("Role lent: {target}"))
HANDED_OVER = action("accounts.grant.handed_over", _("Role handed over: {target}"))

TOKEN_MADE = action("accounts.token.made", _("A personal token was made: {target}"))
TOKEN_REVOKED = action("accounts.token.revoked", _("A personal token was ended: {target}"))
