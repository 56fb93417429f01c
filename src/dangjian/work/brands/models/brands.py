"""A service brand, the versions of its wording, and what it takes hold of and is measured by."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import Ending, FrameworkItem
from .catalogue import Service

MOST_TEXT = 3000
"""Characters of one longer text of a brand."""
LONGEST_NAME = 30
"""Characters of a brand's name: what fits on a plaque."""


class Wording(models.Model):
    """What a brand says of itself, and what changes from version to version."""

    name = models.CharField(_("Name"), max_length=LONGEST_NAME)
    slogan = models.CharField(_("Slogan"), max_length=60, blank=True)
    meaning = models.TextField(_("Meaning"), max_length=MOST_TEXT, blank=True)
    carrier = models.TextField(_("Carrier"), max_length=MOST_TEXT, blank=True)
    promise = models.TextField(_("Promise"), max_length=MOST_TEXT, blank=True)
    logo = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Logo")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class BrandQuerySet(ScopedQuerySet["Brand"]):
    """Words for brands."""

    def confirmed(self) -> Self:
        """Formed: confirmed by the organisation, whether still in practice or ended since."""
        return self.exclude(confirmed_on=None)

    def living(self) -> Self:
        """Not ended."""
        return self.filter(ended_on=None)

    def on_show(self) -> Self:
        """Shown to the public."""
        return self.confirmed().exclude(shown_since=None)


class Brand(Record, Wording):
    """A service brand of one organisation. ``happened_on`` is the day of the idea; the wording is the one worked on.

    Its stage is read from its days, deliberations, consultations, nominations and honours, and never stored.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="service_brands", verbose_name=_("Organisation")
    )
    responsible = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Responsible secretary")
    )
    business = models.TextField(_("Business it links to"), max_length=MOST_TEXT, blank=True)
    confirmed_on = models.DateField(_("Confirmed on"), null=True, blank=True)
    practised_since = models.DateField(_("In practice since"), null=True, blank=True)
    shown_since = models.DateField(_("Shown to the public since"), null=True, blank=True)
    show_code = models.CharField(max_length=16, unique=True, editable=False)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    ending = models.CharField(_("How it ended"), max_length=12, choices=Ending.choices, blank=True)
    ending_words = models.TextField(_("What it leaves"), max_length=MOST_TEXT, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = BrandQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__code", "-happened_on", "pk")
        verbose_name = _("service brand")
        verbose_name_plural = _("service brands")
        indexes = (models.Index(fields=("organisation", "confirmed_on"), name="brand_of_organisation"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on=None, ending="") | (Q(ended_on__isnull=False) & ~Q(ending="")),
                name="brand_ends_somehow",
            ),
            models.CheckConstraint(
                condition=Q(practised_since=None) | Q(confirmed_on__isnull=False),
                name="brand_confirmed_before_practice",
            ),
        )


class BrandVersion(ScopedModel, Wording):
    """The wording of a brand as it stood on a day, with why it was kept; never changed."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="versions", verbose_name=_("Brand"))
    number = models.PositiveSmallIntegerField(_("Version"))
    made_on = models.DateField(_("Kept on"))
    made_by = models.CharField(_("Kept as a version by"), max_length=60, blank=True)
    reason = models.CharField(_("What changed, and why"), max_length=200, blank=True)

    scope_path = "brand__organisation__path"

    class Meta:
        ordering = ("brand", "number")
        verbose_name = _("version of a brand")
        verbose_name_plural = _("versions of brands")
        constraints = (models.UniqueConstraint(fields=("brand", "number"), name="brand_version_once"),)


class TakenService(ScopedModel):
    """A service that a brand takes as its entry point."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="taken_services", verbose_name=_("Brand"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="taken_by", verbose_name=_("Service"))

    scope_path = "brand__organisation__path"

    class Meta:
        ordering = ("service__ordinal", "pk")
        verbose_name = _("service of a brand")
        verbose_name_plural = _("services of brands")
        constraints = (models.UniqueConstraint(fields=("brand", "service"), name="brand_service_once"),)

    def __str__(self) -> str:
        return str(self.service)


class FrameworkTag(ScopedModel):
    """An item of the 1263 mechanism that a brand serves."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="framework_tags", verbose_name=_("Brand"))
    item = models.CharField(_("Item of the 1263 mechanism"), max_length=16, choices=FrameworkItem.choices)

    scope_path = "brand__organisation__path"

    class Meta:
        ordering = ("brand", "pk")
        verbose_name = _("framework item of a brand")
        verbose_name_plural = _("framework items of brands")
        constraints = (models.UniqueConstraint(fields=("brand", "item"), name="brand_item_once"),)

    def __str__(self) -> str:
        return self.get_item_display()


class Measure(ScopedModel):
    """What a brand is measured by, out of what the platform holds anyway: a figure, or the records of a kind.

    ``words`` narrows records to those in which these words are found, so that the page of the brand shows what
    happened without anybody reporting it.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="measures", verbose_name=_("Brand"))
    figure = models.CharField(_("Figure"), max_length=60, blank=True)
    record_kind = models.CharField(_("Kinds of records"), max_length=60, blank=True)
    words = models.CharField(_("With these words"), max_length=40, blank=True)

    scope_path = "brand__organisation__path"

    class Meta:
        ordering = ("brand", "pk")
        verbose_name = _("measure of a brand")
        verbose_name_plural = _("measures of brands")
        constraints = (
            models.UniqueConstraint(fields=("brand", "figure", "record_kind", "words"), name="brand_measure_once"),
            models.CheckConstraint(
                condition=(~Q(figure="") & Q(record_kind="", words="")) | (Q(figure="") & ~Q(record_kind="")),
                name="brand_measure_of_one_sort",
            ),
        )

    def __str__(self) -> str:
        return self.figure or self.record_kind
