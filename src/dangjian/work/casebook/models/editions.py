"""An edition of a casebook: its parts, the cases in them, what was printed when it was issued, and its files."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.periods import Period
from dangjian.kernel.records.models import Record
from dangjian.kernel.texts.models import PrintedFigure
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet
from dangjian.kernel.work.states import WorkState

from ..enums import BookFormat
from .cases import Case, CaseVersion

MOST_PREFACE = 6_000
KEPT_DAYS = 7
"""Days after which a proof is deleted; it can be made again. Files of an issued edition stay."""


class EditionQuerySet(ScopedQuerySet["Edition"]):
    """Words for editions."""

    def issued(self) -> Self:
        """Those that came out."""
        return self.exclude(issued_on=None)

    def drafts(self) -> Self:
        """Those in the making."""
        return self.filter(issued_on=None)


class Edition(Record):
    """A casebook. ``happened_on`` is the day it came out; of one in the making, the day it was begun.

    In the making it holds its cases as they stand; issued, it keeps the versions, pictures and figures of that day.
    """

    title = models.CharField(_("Title"), max_length=60)
    cover = models.CharField(_("Title on the cover, line by line"), max_length=80, blank=True)
    subtitle = models.CharField(_("Subtitle"), max_length=60, blank=True)
    period = models.CharField(_("Period of the figures in the preface"), max_length=10)
    preface = models.TextField(_("Preface"), max_length=MOST_PREFACE, blank=True)
    compiled_by = models.CharField(_("Compiled by"), max_length=80, blank=True)
    chief_editor = models.CharField(_("Chief editor"), max_length=60, blank=True)
    editors = models.CharField(_("Editors"), max_length=120, blank=True)
    printed_by = models.CharField(_("Printed by"), max_length=60, blank=True)
    copies = models.PositiveIntegerField(_("Copies"), null=True, blank=True)
    issued_on = models.DateField(_("Came out on"), null=True, blank=True)
    issued_by = models.CharField(_("Issued by"), max_length=60, blank=True)
    digest = models.CharField(_("Digest (SHA-256)"), max_length=64, blank=True, editable=False)
    open_since = models.DateField(_("Open to everybody since"), null=True, blank=True)
    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("casebook")
        verbose_name_plural = _("casebooks")
        constraints = (
            models.CheckConstraint(
                condition=Q(issued_on=None, open_since=None, digest="") | (Q(issued_on__isnull=False) & ~Q(digest="")),
                name="edition_issued_with_digest",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        """Whether it came out, so that nothing of it changes any more."""
        return self.issued_on is not None

    @property
    def about(self) -> Period:
        """The period of the figures in its preface."""
        return Period.parse(self.period)


class EditionPart(ScopedModel):
    """A part of an edition, on a page of its own."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="parts", verbose_name=_("casebook"))
    name = models.CharField(_("Name of the part"), max_length=40)
    place = models.PositiveSmallIntegerField(_("Order"))

    scope_path = "edition__organisation__path"

    class Meta:
        ordering = ("edition", "place", "pk")
        verbose_name = _("part of a casebook")
        verbose_name_plural = _("parts of casebooks")

    def __str__(self) -> str:
        return self.name


class ChosenCase(ScopedModel):
    """A case in an edition: in which part, at which place; when it is issued, in which version, by which names."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries", verbose_name=_("casebook"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries", verbose_name=_("case"))
    part = models.ForeignKey(EditionPart, models.CASCADE, related_name="entries", verbose_name=_("Part"))
    place = models.PositiveSmallIntegerField(_("Order"))
    printed = models.ForeignKey(
        CaseVersion, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("Version in print")
    )
    printed_owner = models.CharField(_("Organisation in print"), max_length=120, blank=True, editable=False)
    printed_short = models.CharField(_("Organisation in print, in short"), max_length=60, blank=True, editable=False)
    printed_brand = models.CharField(_("Brand in print"), max_length=120, blank=True, editable=False)
    printed_honour = models.CharField(_("Honours in print"), max_length=400, blank=True, editable=False)

    scope_path = "edition__organisation__path"

    class Meta:
        ordering = ("edition", "part__place", "place", "pk")
        verbose_name = _("case in a casebook")
        verbose_name_plural = _("cases in casebooks")
        constraints = (models.UniqueConstraint(fields=("edition", "case"), name="edition_case_once"),)

    def __str__(self) -> str:
        return str(self.case)


class EditionPicture(ScopedModel):
    """A picture as an issued edition shows it. Withdrawn from its case, it is gone from the web book too."""

    entry = models.ForeignKey(ChosenCase, models.CASCADE, related_name="pictures", verbose_name=_("case in a casebook"))
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name=_("Picture"))
    place = models.PositiveSmallIntegerField(_("Order"))
    caption = models.CharField(_("What the picture shows"), max_length=100, blank=True)

    scope_path = "entry__edition__organisation__path"

    class Meta:
        ordering = ("entry", "place")
        verbose_name = _("picture in a casebook")
        verbose_name_plural = _("pictures in casebooks")

    def __str__(self) -> str:
        return self.caption or self.file.name


class PrintedNumber(PrintedFigure):
    """A figure as one issued edition prints it, in a case or in the preface."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="numbers", verbose_name=_("casebook"))
    entry = models.ForeignKey(
        ChosenCase, models.PROTECT, null=True, related_name="numbers", verbose_name=_("case in a casebook")
    )

    scope_path = "edition__organisation__path"

    class Meta:
        ordering = ("edition", "place")
        verbose_name = _("figure in a casebook")
        verbose_name_plural = _("figures in casebooks")
        constraints = (models.UniqueConstraint(fields=("edition", "place"), name="edition_number_place"),)


class EditionFile(ScopedModel):
    """A file of an edition: asked for, made in the background. A proof is kept for some days, a print for good."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files", verbose_name=_("casebook"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    kind = models.CharField(_("Format"), max_length=4, choices=BookFormat.choices)
    state = models.CharField(_("State"), max_length=8, choices=WorkState.choices, default=WorkState.WAITING)
    is_print = models.BooleanField(_("Of the issued edition"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Asked for by")
    )
    asked_at = models.DateTimeField(_("Asked for"))
    language = models.CharField(max_length=10, editable=False)
    claim = models.CharField(max_length=32, editable=False, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.TextField(_("What went wrong"), blank=True)
    stored_as = models.CharField(max_length=48, editable=False, blank=True)
    size = models.PositiveBigIntegerField(_("Size"), default=0, editable=False)
    sha256 = models.CharField(_("Digest (SHA-256)"), max_length=64, blank=True, editable=False)
    seconds = models.FloatField(_("Seconds it took"), default=0, editable=False)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("file of a casebook")
        verbose_name_plural = _("files of casebooks")
        indexes = (models.Index(fields=("state",), name="edition_file_open"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.get_kind_display()}"
