"""What may be done with the register, and which roles carry it. The three administrators carry none of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

_OFFICES = (Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)

VIEW = permission("members.member.view", _("See the register"), roles=READERS)
UNMASK = permission(
    "members.private.unmask",
    _("See a member's private number after giving a reason"),
    roles=(*_OFFICES, Role.BRANCH_SECRETARY),
)
REGISTER = permission("members.member.register", _("Enter new members"), roles=PARTY_WORKERS)
CHANGE = permission("members.member.change", _("Change entries of the register"), roles=PARTY_WORKERS)
# The cause of an exemption is not kept, but that somebody is exempt is still nobody's business outside the work.
VIEW_CONDITION = permission("members.condition.view", _("See exemptions and whereabouts"), roles=PARTY_WORKERS)
VIEW_TRANSFER = permission("members.transfer.view", _("See transfers"), roles=READERS)
TRANSFER = permission("members.transfer.handle", _("Issue and answer transfer letters"), roles=PARTY_WORKERS)
DECIDE_CORRECTION = permission(
    "members.correction.decide", _("Decide proposed corrections"), roles=(*_OFFICES, Role.BRANCH_SECRETARY)
)
VIEW_POST = permission("members.post.view", _("See who holds a Party post"), roles=(*READERS, Role.INSPECTOR))
APPOINT = permission("members.post.appoint", _("Appoint to Party posts and relieve of them"), roles=_OFFICES)
VIEW_CONTACT = permission(
    "members.contact.view", _("See which leader looks after what"), roles=(*READERS, Role.INSPECTOR)
)
ASSIGN_CONTACT = permission(
    "members.contact.assign", _("Link leaders to areas and organisations"), roles=(Role.COMMITTEE_STAFF,)
)
