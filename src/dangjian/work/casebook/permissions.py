"""Who may write, edit and compile cases."""

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.permissions import permission
from dangjian.kernel.access.roles import PARTY_WORKERS, READERS, Role

VIEW_CASE = permission("casebook.case.view", _("See cases"), roles=READERS)
WRITE_CASE = permission("casebook.case.write", _("Write cases"), roles=PARTY_WORKERS)
EDIT_CASE = permission("casebook.case.edit", _("Edit cases and pass them for print"), roles=(Role.COMMITTEE_STAFF,))
VIEW_EDITION = permission("casebook.edition.view", _("See editions of casebooks in the making"), roles=READERS)
COMPILE_EDITION = permission(
    "casebook.edition.compile", _("Compile casebooks and issue them"), roles=(Role.COMMITTEE_STAFF, Role.PARTY_OFFICE)
)
