"""What may be done with organisations, and which roles carry it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, Role

# Names and places of organisations are no secret inside the tree; what is kept at them asks for its own permission.
VIEW = permission("organisations.organisation.view", _("See organisations"), roles=tuple(Role))
# Changes of setting are decided by the Party group and approved by the work committee (organ regulation, art. 37).
CHANGE = permission(
    "organisations.organisation.change",
    _("Set up, rename, move, merge, split and dissolve organisations"),
    roles=(Role.COMMITTEE_STAFF,),
)
EDIT_PROFILE = permission("organisations.profile.edit", _("Keep contact facts of an organisation"), roles=PARTY_WORKERS)
RECORD_TERMS = permission(
    "organisations.term.record", _("Record elections and terms"), roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)
)
EXTEND_TERMS = permission(
    "organisations.term.extend", _("Record approved extensions of terms"), roles=(Role.COMMITTEE_STAFF,)
)
EDIT_UNITS = permission(
    "organisations.unit.edit", _("Keep units and leading groups"), roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)
)
EDIT_AREAS = permission("organisations.area.edit", _("Keep areas"), roles=(Role.COMMITTEE_STAFF,))
