"""Kinds and states of cases and editions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CasePart(TextChoices):
    """The parts of a case, in their order."""

    SUMMARY = "summary", _("Summary")
    BACKGROUND = "background", _("Background")
    PRACTICE = "practice", _("What is done")
    EFFECT = "effect", _("Effect")
    EXPERIENCE = "experience", _("What others may learn")


TEXTS = tuple(CasePart.values)
"""The names of the fields of a case that hold text with figures."""


class CaseField(TextChoices):
    """The field of work that a case belongs to, for books that are arranged by field."""

    DEVELOPMENT = "development", _("Economy and development")
    LAW = "law", _("Law and public safety")
    LIVELIHOOD = "livelihood", _("Livelihood and social security")
    CULTURE = "culture", _("Education, health and culture")
    ENVIRONMENT = "environment", _("Resources, environment and agriculture")
    PARTY = "party", _("Party and mass organisations")
    OTHER = "other", _("Other fields")


class Side(TextChoices):
    """Who wrote a version."""

    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")


class CaseStage(TextChoices):
    """How far a case is; read from its days."""

    WRITING = "writing", _("Being written")
    HANDED_IN = "handed_in", _("With the editors")
    READY = "ready", _("Ready for print")


class Arrangement(TextChoices):
    """How the cases of an edition are put into parts."""

    SERVICE = "service", _("By service that the brand takes as its entry point")
    FIELD = "field", _("By field of work")


class BookFormat(TextChoices):
    """The kind of file of a book."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    EPUB = "epub", "EPUB"
