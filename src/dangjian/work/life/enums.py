"""Kinds and states of organisational life. Sources: branch regulation (2018), regulation on members (2019)."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

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
