"""Who may see and change what is owed."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import READERS, Role

RULE_VIEW = permission("obligations.rule.view", _("See what is owed"), roles=(*READERS, Role.INSPECTOR))
ASK_VIEW = permission("obligations.ask.view", _("See what is asked"), roles=READERS)
ASK_SEND = permission(
    "obligations.ask.send", _("Ask organisations for something"), roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)
)
ASK_ANSWER = permission(
    "obligations.ask.answer",
    _("Answer what is asked"),
    roles=(Role.PARTY_OFFICE, Role.BRANCH_SECRETARY, Role.BRANCH_CLERK),
)
EXEMPTION_GRANT = permission(
    "obligations.exemption.grant", _("Exempt from a rule"), roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)
)
RULE_TIGHTEN = permission("obligations.rule.tighten", _("Tighten a rule"), roles=(Role.COMMITTEE_STAFF,))
