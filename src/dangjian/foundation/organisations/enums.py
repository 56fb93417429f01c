"""Kinds and states of what the room of organisations keeps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    """What happened to an organisation."""

    FOUNDED = "founded", _("Set up")
    RENAMED = "renamed", _("Renamed")
    MOVED = "moved", _("Moved under another superior")
    CHANGED_KIND = "changed_kind", _("Changed in kind")
    MERGED = "merged", _("Merged into another")
    ABSORBED = "absorbed", _("Took in another")
    SPLIT = "split", _("Split off from another")
    DISSOLVED = "dissolved", _("Dissolved")


class UnitNature(TextChoices):
    """Nature of a unit (单位性质)."""

    ORGAN = "organ", _("Organ")
    INSTITUTION = "institution", _("Public institution")
    STATE_ENTERPRISE = "state_enterprise", _("State-owned enterprise")
    MASS_ORGANISATION = "mass_organisation", _("Mass organisation")
    OTHER = "other", _("Other")


class UnitSituation(TextChoices):
    """How a unit stands to the Party organisation (单位情况, national collection form of 2017)."""

    SAME_AS_SUPERIOR = "same", _("Same unit as the superior organisation")
    LEGAL_PERSON = "legal_person", _("Legal person of its own")
    JOINT = "joint", _("Joint branch of several units")


class TermEnd(TextChoices):
    """How a term came to its end."""

    ELECTED = "elected", _("Newly elected")
    ADVANCED = "advanced", _("Elected early with approval")
    DISSOLVED = "dissolved", _("Organisation dissolved")
    ANNULLED = "annulled", _("Election annulled")
