"""A nomination: who or what is put forward for an award class, by whom, with which deeds."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedQuerySet

from ..enums import NominationStage
from .calls import AwardClass, Call


class NominationQuerySet(ScopedQuerySet["Nomination"]):
    """Words for nominations."""

    def standing(self) -> Self:
        """Nominations that were entered and not withdrawn."""
        return self.exclude(submitted_on=None).filter(withdrawn_on=None)

    def admitted(self) -> Self:
        """Nominations that take part in the review."""
        return self.standing().exclude(admitted_on=None)

    def proposed(self) -> Self:
        """Nominations that are proposed for a class."""
        return self.admitted().exclude(proposed_class=None)

    def of_record(self, kind: str, key: int) -> Self:
        """Nominations of one record of another room."""
        return self.filter(record_kind=kind, record_id=key)


class Nomination(Record):
    """Somebody or something put forward. ``organisation`` is the one that is, or that the candidate belongs to.

    A member is named by ``member``; a record of another room by its kind and key; an organisation needs neither.
    Its stage is read from its days.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="award_nominations", verbose_name=_("Organisation")
    )
    call = models.ForeignKey(Call, models.PROTECT, related_name="nominations", verbose_name=_("Call"))
    award_class = models.ForeignKey(
        AwardClass, models.PROTECT, related_name="nominations", verbose_name=_("Award class")
    )
    member = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="award_nominations",
        verbose_name=_("Member"),
    )
    record_kind = models.CharField(_("Kind of record"), max_length=60, blank=True)
    record_id = models.BigIntegerField(_("Record"), null=True, blank=True)
    title = models.CharField(_("Put forward"), max_length=120)
    deeds = models.TextField(_("Deeds"), blank=True)
    blind_title = models.CharField(_("Title without names"), max_length=120, blank=True)
    blind_deeds = models.TextField(_("Deeds without names"), blank=True)
    blind_confirmed_on = models.DateField(_("Author confirmed that no name is left on"), null=True, blank=True)
    exception_reason = models.CharField(
        _("Why put forward although a condition is not met"), max_length=300, blank=True
    )
    submitted_on = models.DateField(_("Entered for review on"), null=True, blank=True)
    admitted_on = models.DateField(_("Admitted on"), null=True, blank=True)
    refused_on = models.DateField(_("Not admitted on"), null=True, blank=True)
    refusal_reason = models.CharField(_("Why not admitted"), max_length=300, blank=True)
    short_listed_on = models.DateField(_("Short-listed on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("Why withdrawn"), max_length=300, blank=True)
    proposed_class = models.ForeignKey(
        AwardClass,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("Proposed for"),
    )
    decision_reason = models.TextField(_("Reason of the decision"), blank=True)
    helped = models.TextField(_("What helped, and what would help next time"), blank=True)
    noticed_in = models.ForeignKey(
        "awards.PublicNotice",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("Public notice"),
    )
    letter_on = models.DateField(_("Letter sent on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("call", "award_class", "organisation__code", "pk")
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = (
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None) | (~Q(record_kind="") & Q(record_id__isnull=False)),
                name="nomination_names_record",
            ),
        )
        indexes = (models.Index(fields=("record_kind", "record_id"), name="nomination_record"),)

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> NominationStage:
        """Where the nomination stands, as everybody who sees it may know; needs the call and the entry."""
        decided = self.call.decided_on
        stages = (
            (self.withdrawn_on, NominationStage.WITHDRAWN),
            (self.refused_on, NominationStage.REFUSED),
            (decided and self.proposed_class_id, NominationStage.AWARDED),
            (decided and self.submitted_on, NominationStage.NOT_SELECTED),
            (self.proposed_class_id and self.noticed_in_id, NominationStage.NAMED),
            (self._stands_in_the_order, NominationStage.SHORT_LISTED),
            (self.admitted_on, NominationStage.ADMITTED),
            (self.submitted_on, NominationStage.SUBMITTED),
        )
        return next((stage for reached, stage in stages if reached), NominationStage.DRAFT)

    @property
    def _stands_in_the_order(self) -> bool:
        """Whether the order of presentations names it: before it was drawn, nobody may know the short list."""
        entry = getattr(self, "entry", None)
        return entry is not None and entry.live_order is not None
