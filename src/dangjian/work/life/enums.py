"""Kinds and states of organisational life. Sources: branch regulation (2018), regulation on members (2019)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


# ── elections (election regulation, 2020) ────────────────────────────────────────────────────────────────────────────


class ElectedBody(TextChoices):
    """What is elected at the end of a term."""

    COMMITTEE = "committee", _("Committee and its secretary")
    SECRETARY = "secretary", _("Secretary, without a committee")


class Assembly(TextChoices):
    """Who elects."""

    GENERAL_MEETING = "general_meeting", _("General meeting of members")
    CONGRESS = "congress", _("Congress of delegates")


class MajorityBase(TextChoices):
    """By whom the votes are measured."""

    ENTITLED = "entitled", _("those entitled to vote")
    PRESENT = "present", _("those present")


class StepKind(TextChoices):
    """The steps of an election, in their order; the last two can come in between."""

    DECIDED = "decided", _("Decision to hold the election")
    REQUESTED = "requested", _("Request for the election")
    REPLIED = "replied", _("Reply to the request")
    NOMINATED = "nominated", _("Candidates nominated")
    CANDIDATES_APPROVED = "candidates_approved", _("Candidates approved")
    CALLED = "called", _("Meeting called")
    HELD = "held", _("Meeting held, votes counted")
    POSTS_SHARED = "posts_shared", _("Posts distributed")
    REPORTED = "reported", _("Result reported")
    APPROVED = "approved", _("Result approved, in office")
    HANDED_OVER = "handed_over", _("Handed over")
    FILED = "filed", _("Papers filed")
    SEATS_LEFT = "seats_left", _("Seats left empty")
    CALLED_OFF = "called_off", _("Called off")


class CountedBody(TextChoices):
    """Whose ballot was counted."""

    ASSEMBLY = "assembly", pgettext_lazy("ballot", "Meeting of the voters")
    COMMITTEE = "committee", pgettext_lazy("ballot", "First meeting of the committee")
