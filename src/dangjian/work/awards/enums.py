"""Kinds and states of the awards room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(TextChoices):
    """What an award class is for."""

    ORGANISATION = "organisation", _("Party organisations")
    MEMBER = "member", _("Members")
    RECORD = "record", _("Records of another room")


class PhaseKind(TextChoices):
    """What happens in a phase of a call, in the order in which phases follow each other."""

    NOMINATING = "nominating", _("Nominations")
    CHECKING = "checking", _("Check of conditions and receipts")
    DECLARING = "declaring", _("Declaration of conflicts")
    SCORING = "scoring", _("Scoring, each for themselves")
    DISCUSSING = "discussing", _("Discussion and short list")
    PRESENTING = "presenting", _("Live presentation")
    DECIDING = "deciding", pgettext_lazy("phase", "Decision")
    NOTICE = "notice", _("Public notice")


class NominationStage(TextChoices):
    """Where a nomination stands; read from its days, never stored."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Entered for review")
    ADMITTED = "admitted", pgettext_lazy("nomination", "Admitted")
    SHORT_LISTED = "short_listed", _("Short-listed")
    NAMED = "named", _("Proposed for the award")
    AWARDED = "awarded", _("Awarded")
    NOT_SELECTED = "not_selected", _("Not selected")
    REFUSED = "refused", _("Not admitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
