"""The roles a person can hold at a place in the tree. What each may do is declared with the permissions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A role, held at an organisation for a period; it reaches down the whole subtree.

    The last three are the separated administrators (三员, GB/T 22239-2019): none can do another's work and none
    reads members' private data.
    """

    COMMITTEE_STAFF = "committee_staff", _("Work committee staff")
    COMMITTEE_LEADER = "committee_leader", _("Work committee leader")
    PARTY_OFFICE = "party_office", _("Organ committee's Party office")
    BRANCH_SECRETARY = "branch_secretary", _("Branch secretary")
    BRANCH_CLERK = "branch_clerk", _("Branch clerk")
    INSPECTOR = "inspector", _("Inspector")
    MEMBER = "member", _("Member")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")
    SECURITY_OFFICER = "security_officer", _("Security officer")
    AUDITOR = "auditor", _("Auditor")


ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR)
PARTY_WORKERS = (Role.COMMITTEE_STAFF, Role.PARTY_OFFICE, Role.BRANCH_SECRETARY, Role.BRANCH_CLERK)
READERS = (*PARTY_WORKERS, Role.COMMITTEE_LEADER)
