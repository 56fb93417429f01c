"""Kinds and states of organisational life. Sources: branch regulation (2018), regulation on members (2019)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
