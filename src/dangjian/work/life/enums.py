"""Kinds and states of organisational life. Sources: branch regulation (2018), regulation on members (2019)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.enums import BRANCH_KINDS, OrganisationKind


class MeetingKind(TextChoices):
    """As what a meeting counts; one session may count as several."""

    GENERAL = "general", _("Members' meeting of the branch")
    COMMITTEE = "committee", _("Committee meeting")
    GROUP = "group", _("Party group meeting")
    LESSON = "lesson", _("Party lesson")
    PARTY_DAY = "party_day", _("Themed Party day")
    ORGANISATIONAL_LIFE = "organisational_life", _("Organisational life meeting")
    DEMOCRATIC_LIFE = "democratic_life", _("Democratic life meeting")
    CENTRAL_GROUP = "central_group", _("Study of the leading group's central group")


_OF_BRANCHES = (
    MeetingKind.GENERAL,
    MeetingKind.COMMITTEE,
    MeetingKind.LESSON,
    MeetingKind.PARTY_DAY,
    MeetingKind.ORGANISATIONAL_LIFE,
)
_OF_COMMITTEES = (
    MeetingKind.COMMITTEE,
    MeetingKind.LESSON,
    MeetingKind.CENTRAL_GROUP,
    MeetingKind.DEMOCRATIC_LIFE,
    MeetingKind.PARTY_DAY,
)
KINDS_HELD_BY: dict[str, tuple[MeetingKind, ...]] = {
    **dict.fromkeys(BRANCH_KINDS, _OF_BRANCHES),
    OrganisationKind.GROUP: (MeetingKind.GROUP, MeetingKind.PARTY_DAY, MeetingKind.LESSON),
    OrganisationKind.GENERAL_BRANCH: (MeetingKind.GENERAL, *_OF_COMMITTEES),
    OrganisationKind.ORGAN_COMMITTEE: _OF_COMMITTEES,
    OrganisationKind.WORK_COMMITTEE: _OF_COMMITTEES,
}
"""Which kinds of meeting an organisation of a kind holds, the usual first."""


class Outcome(TextChoices):
    """What became of a meeting."""

    CALLED = "", _("Called, not held yet")
    HELD = "held", _("Held")
    NOT_HELD = "not_held", _("Not held, because")


class Capacity(TextChoices):
    """As what somebody sits in a meeting."""

    VOTING = "voting", _("With a vote")
    NON_VOTING = "non_voting", _("Member without a vote")
    LEADER = "leader", _("Higher leader attending")


class NotDue(TextChoices):
    """Why a member is not expected, by the dated facts of the register."""

    EXEMPT = "exempt", _("exempt from activities")
    SECONDED = "seconded", _("seconded")
    TRAVELLING = "travelling", _("away on business or leave")
    MOBILE = "mobile", _("mobile member")
    OUT_OF_CONTACT = "out_of_contact", _("out of contact")
    SUSPENDED = "suspended", _("membership suspended")
