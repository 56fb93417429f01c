"""What may be done in the awards room, and which roles carry it."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

OFFICES = (Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)

KEEP_PROGRAMME = permission(
    "awards.programme.keep", _("Keep the catalogue of award programmes"), roles=(Role.COMMITTEE_STAFF,)
)
VIEW_CALL = permission("awards.call.view", _("See calls for awards"), roles=READERS)
KEEP_CALL = permission("awards.call.keep", _("Draw up and issue calls for awards"), roles=OFFICES)
# Held where the call was issued: an office decides on what its organisation awards, not on what it entered above.
DECIDE_CALL = permission("awards.call.decide", _("Admit, propose and decide on awards"), roles=OFFICES)

# Leaders who review see nominations by the rules of the review alone, without names.
VIEW_NOMINATION = permission("awards.nomination.view", _("See nominations for awards"), roles=PARTY_WORKERS)
NOMINATE = permission("awards.nomination.make", _("Put forward organisations and members"), roles=PARTY_WORKERS)
GIVE_OPINION = permission(
    "awards.opinion.give",
    _("Give the opinion of a level on nominations from below"),
    roles=(*OFFICES, Role.BRANCH_SECRETARY),
)
HANDLE_OBJECTION = permission("awards.objection.handle", _("See and handle objections"), roles=OFFICES)

VIEW_HONOUR = permission("awards.honour.view", _("See the register of honours"), roles=READERS)
KEEP_HONOUR = permission("awards.honour.keep", _("Enter and revoke honours"), roles=OFFICES)
