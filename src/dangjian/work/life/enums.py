"""Kinds and states of organisational life. Sources: branch regulation (2018), regulation on members (2019)."""

from django.db.models import IntegerChoices, TextChoices
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
OF_ALL_MEMBERS = (
    MeetingKind.GENERAL,
    MeetingKind.LESSON,
    MeetingKind.PARTY_DAY,
    MeetingKind.ORGANISATIONAL_LIFE,
)
"""Kinds to which every member of a branch is called."""


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


# ── talks (谈心谈话) ─────────────────────────────────────────────────────────────────────────────────────────────────


class PairType(TextChoices):
    """Between whom a talk is held (谈话类型), as the ledgers of talks in use divide them."""

    BETWEEN_LEADERS = "leaders", _("Between members of the leading group")
    LEADERS_AND_NEXT = "next_level", _("Leaders and the next level")
    IN_COMMITTEE = "committee", _("Between members of the branch committee")
    COMMITTEE_AND_MEMBERS = "committee_members", _("Branch committee and members")
    AMONG_MEMBERS = "members", _("Among members")
    WITH_NON_MEMBERS = "non_members", _("With people outside the Party")


class TalkMethod(TextChoices):
    """How a talk is held."""

    INDIVIDUAL = "individual", _("Talk between two")
    GROUP = "group", _("Talk with several")
    INTERVIEW = "interview", _("Interview by the organisation")


class DayPart(TextChoices):
    """When on the day."""

    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class TalkSide(IntegerChoices):
    """Which side of a talk somebody is on."""

    TALKER = 1, _("Talks")
    TALKED_TO = 2, _("Is talked to")


# ── democratic appraisal of members (民主评议党员) ───────────────────────────────────────────────────────────────────


class BallotWay(TextChoices):
    """How votes are cast. Fixed when a round is opened: how secret it is can never be changed afterwards."""

    PHONE = "phone", _("By phone")
    PAPER = "paper", _("On paper, two counters")


class Grade(TextChoices):
    """The four grades (评定等次)."""

    EXCELLENT = "excellent", _("Excellent")
    QUALIFIED = "qualified", _("Qualified")
    BASICALLY_QUALIFIED = "basic", _("Basically qualified")
    UNQUALIFIED = "unqualified", _("Unqualified")


class Stage(TextChoices):
    """Where a round stands; read from its days, never stored."""

    ASSESSING = "assessing", _("Self-assessment")
    VOTING = "voting", _("Mutual assessment and vote")
    CLOSED = "closed", _("Vote closed")
    DECIDED = "decided", _("Grades decided")
    TOLD = "told", _("Members told")
    FILED = "filed", _("Filed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PlaceReason(TextChoices):
    """Why somebody's place in a round is not the usual one."""

    PROBATIONARY = "probationary", _("Probationary member: takes part, no vote, no grade")
    EXEMPT = "exempt", _("Exempt: may take part, is never missing, no grade")
    SUSPENDED = "suspended", _("Membership suspended: takes no part")
    OUT_OF_CONTACT = "out_of_contact", _("Out of contact: takes no part")
