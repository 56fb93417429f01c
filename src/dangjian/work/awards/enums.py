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


class CallStage(TextChoices):
    """Where a call stands; read from its days, never stored."""

    DRAWN_UP = "drawn_up", _("Drawn up")
    ISSUED = "issued", _("Issued")
    DECIDED = "decided", _("Decided")
    CALLED_OFF = "called_off", _("Called off")


class Department(TextChoices):
    """Whose opinion is asked about those who are put forward; of it only the receipt is kept."""

    DISCIPLINE = "discipline", _("Discipline inspection department")
    PERSONNEL = "personnel", _("Personnel department")


class ObjectionWay(TextChoices):
    """How an objection came in."""

    PLATFORM = "platform", _("On the platform")
    LETTER = "letter", _("By letter")
    CALL = "call", _("By telephone")
    VISIT = "visit", _("In person")


class ObjectionOutcome(TextChoices):
    """What handling an objection came to."""

    NOT_UPHELD = "not_upheld", _("Not upheld")
    UPHELD = "upheld", _("Upheld: no longer proposed")
