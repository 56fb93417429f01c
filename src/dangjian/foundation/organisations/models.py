"""What belongs to organisations besides their place in the tree."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.paths import PathField
from dangjian.kernel.tree.scope import DatedQuerySet, ScopedModel, ScopedQuerySet

from .enums import EventKind, TermEnd, UnitNature, UnitSituation


class OrganisationProfile(ScopedModel):
    """Contact facts of an organisation, as the national collection of 2017 asks for them."""

    organisation = models.OneToOneField(
        "tree.Organisation", models.CASCADE, primary_key=True, related_name="profile", verbose_name=_("Organisation")
    )
    contact_name = models.CharField(_("Contact"), max_length=60, blank=True)
    telephone = models.CharField(_("Telephone"), max_length=30, blank=True)
    address = models.CharField(_("Address"), max_length=120, blank=True)
    area = models.ForeignKey(
        "organisations.Area", models.SET_NULL, null=True, blank=True, related_name="profiles", verbose_name=_("Area")
    )
    responsibility = models.CharField(_("Field of work"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    scope_path = "organisation__path"

    class Meta:
        verbose_name = _("organisation profile")
        verbose_name_plural = _("organisation profiles")

    def __str__(self) -> str:
        return str(self.organisation)


class EventQuerySet(ScopedQuerySet["OrganisationEvent"]):
    """Words for events."""

    def standing(self) -> Self:
        """As they are known now: entries that a later one corrects left out."""
        return self.filter(corrections=None)


class OrganisationEvent(Record):
    """Something that happened to an organisation on a day, with the paper that decided it.

    The day it happened and the moment it was entered stand side by side. A mistake is put right by a new entry that
    names the wrong one (``corrects``) and says why; the wrong one stays.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="events", verbose_name=_("Organisation")
    )
    kind = models.CharField(_("What happened"), max_length=16, choices=EventKind.choices)
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)
    old_name = models.CharField(_("Former name"), max_length=120, blank=True)
    new_name = models.CharField(_("New name"), max_length=120, blank=True)
    old_short_name = models.CharField(_("Former short name"), max_length=60, blank=True)
    old_kind = models.CharField(_("Former kind"), max_length=20, choices=OrganisationKind.choices, blank=True)
    old_parent = models.ForeignKey(
        "tree.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Former superior")
    )
    new_parent = models.ForeignKey(
        "tree.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("New superior")
    )
    other = models.ForeignKey(
        "tree.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events_of_others",
        verbose_name=_("Other organisation"),
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("organisation event")
        verbose_name_plural = _("organisation events")
        indexes = (
            models.Index(fields=("old_name",), name="event_old_name"),
            models.Index(fields=("kind", "happened_on"), name="event_kind_and_day"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.organisation}"


class SearchName(ScopedModel):
    """A tail of a name of an organisation, so that any part of a name is the beginning of a row: found by an index.

    A declared cache of names, short names, codes, former names and pinyin initials, rebuilt by
    ``search.rebuild`` and kept up by the services.
    """

    organisation = models.ForeignKey("tree.Organisation", models.CASCADE, related_name="search_names")
    text = PathField(max_length=24)

    scope_path = "organisation__path"

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "text"), name="search_name_once"),)
        indexes = (models.Index(fields=("text", "organisation"), name="search_name_text"),)

    def __str__(self) -> str:
        return self.text


class Unit(ScopedModel):
    """An administrative body. Not a Party organisation: the two are linked over time, many to many."""

    name = models.CharField(_("Unit name"), max_length=120)
    code = models.CharField(_("Unified social credit code"), max_length=18, unique=True)
    nature = models.CharField(_("Nature"), max_length=20, choices=UnitNature.choices)
    head_count = models.PositiveIntegerField(_("Staff"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    organisations = models.ManyToManyField(
        "tree.Organisation", through="UnitLink", related_name="units", verbose_name=_("Party organisations")
    )

    scope_path = "links__organisation__path"

    class Meta:
        ordering = ("code",)
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.name


class UnitLink(ScopedModel):
    """A unit and a Party organisation belong together for a time; a joint branch has several."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="links", verbose_name=_("Unit"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="unit_links", verbose_name=_("Organisation")
    )
    situation = models.CharField(_("Situation"), max_length=16, choices=UnitSituation.choices)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on",)
        verbose_name = _("link of unit and organisation")
        verbose_name_plural = _("links of units and organisations")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="unit_link_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.organisation}"


class LeadingGroup(ScopedModel):
    """The leading Party members' group of a unit (党组). Outside the tree, but part of approvals."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="leading_groups", verbose_name=_("Unit"))
    name = models.CharField(_("Name"), max_length=120)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until (not included)"), null=True, blank=True)

    scope_path = "unit__links__organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("leading group")
        verbose_name_plural = _("leading groups")

    def __str__(self) -> str:
        return self.name


class Area(ScopedModel):
    """A Party-building area (党建片区) of a work committee."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="areas", verbose_name=_("Work committee")
    )
    name = models.CharField(_("Area"), max_length=60)
    ordinal = models.PositiveSmallIntegerField(_("Order"), default=1)
    ends_on = models.DateField(_("Ended on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    scope_path = "organisation__path"

    class Meta:
        ordering = ("ordinal", "pk")
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "name"), condition=Q(ends_on=None), name="area_name_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Term(ScopedModel):
    """A term of an organisation's committee or secretary: elected on a day, due by a rule that had effect then."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="terms", verbose_name=_("Organisation")
    )
    number = models.PositiveSmallIntegerField(_("Term no."), default=1)
    starts_on = models.DateField(_("Elected on"))
    due_on = models.DateField(_("Due on"))
    rule = models.CharField(_("Rule"), max_length=60)
    approval_number = models.CharField(_("Approval of the election"), max_length=60, blank=True)
    extended_to = models.DateField(_("Extended to"), null=True, blank=True)
    extension_number = models.CharField(_("Approval of the extension"), max_length=60, blank=True)
    ends_on = models.DateField(_("Ended on"), null=True, blank=True)
    ended_by = models.CharField(_("Ended by"), max_length=12, choices=TermEnd.choices, blank=True)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on",)
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = (
            models.UniqueConstraint(fields=("organisation",), condition=Q(ends_on=None), name="one_running_term"),
            models.CheckConstraint(condition=Q(due_on__gt=F("starts_on")), name="term_due_after_start"),
        )
        indexes = (
            models.Index(fields=("due_on",), name="term_due"),
            models.Index(Coalesce("extended_to", "due_on"), "id", name="term_last_day", condition=Q(ends_on=None)),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.starts_on}"

    @property
    def last_day(self) -> date:
        """The day the term runs out, with an approved extension."""
        return self.extended_to or self.due_on
