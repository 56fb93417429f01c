"""Kinds of organisation, as domain.md S45 and the branch regulation name them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation of the tree is. Its rules (thresholds, terms) are data elsewhere."""

    AUTHORITY = "authority", _("Superior Party organisation")
    WORK_COMMITTEE = "work_committee", _("Work committee")
    ORGAN_COMMITTEE = "organ_committee", _("Organ Party committee")
    GENERAL_BRANCH = "general_branch", _("General Party branch")
    BRANCH = "branch", _("Party branch")
    JOINT_BRANCH = "joint_branch", _("Joint Party branch")
    TEMPORARY_BRANCH = "temporary_branch", _("Temporary Party branch")
    GROUP = "group", _("Party group")


BRANCH_KINDS = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH, OrganisationKind.TEMPORARY_BRANCH)
PRIMARY_KINDS = (OrganisationKind.ORGAN_COMMITTEE, OrganisationKind.GENERAL_BRANCH, *BRANCH_KINDS)
