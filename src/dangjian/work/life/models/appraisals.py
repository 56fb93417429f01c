"""Democratic appraisal of members (民主评议党员): rounds, places, self-assessments, the sealed box, counts.

Who may vote and how was voted stand apart: ``Appraisee`` says whether somebody has taken a voting slip, ``BallotBox``
holds nothing but sealed sums. No ballot is ever a row (docs/decisions/0020-sealed-sums.md).
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import BallotWay, Grade, PlaceReason, Stage


class BallotBox(ScopedModel):
    """The sealed box of a vote by phone: sums, and the digests of slips not yet used, as one encrypted text.

    It is written anew whole with every slip and ballot, always equally long, without a time, an order or a way to a
    member. The count at the close opens it once and takes it away.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = EncryptedTextField()

    unscoped = "sealed: nobody reads it, the count at the close opens it once"

    class Meta:
        verbose_name = _("ballot box")
        verbose_name_plural = _("ballot boxes")

    def __str__(self) -> str:
        return gettext("ballot box")


class AppraisalQuerySet(ScopedQuerySet["DemocraticAppraisal"]):
    """Words for rounds."""

    def standing(self) -> Self:
        """Rounds that were not withdrawn."""
        return self.filter(withdrawn_on=None)

    def decided(self) -> Self:
        """Rounds in which the branch has decided the grades."""
        return self.standing().exclude(decided_on=None)

    def running(self) -> Self:
        """Rounds that are not filed yet."""
        return self.standing().filter(filed_on=None)


class DemocraticAppraisal(Record):
    """A round: the appraisal of a branch for a year. ``happened_on`` is the day it was opened.

    Its stage is read from its days. How votes are cast is fixed when it is opened.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="democratic_appraisals", verbose_name=_("Branch")
    )
    for_year = models.DateField(_("Year, by its first day"))
    ballots = models.CharField(_("How votes are cast"), max_length=8, choices=BallotWay.choices)
    box = models.OneToOneField(BallotBox, models.SET_NULL, null=True, editable=False, related_name="appraisal")
    voting_on = models.DateField(_("Meeting with mutual assessment and vote"), null=True, blank=True)
    closed_on = models.DateField(_("Vote closed on"), null=True, blank=True)
    ballots_counted = models.PositiveSmallIntegerField(_("Ballots counted"), null=True, blank=True)
    first_counter = models.CharField(_("First counter"), max_length=60, blank=True)
    second_counter = models.CharField(_("Second counter"), max_length=60, blank=True)
    decided_on = models.DateField(_("Grades decided on"), null=True, blank=True)
    over_reason = models.CharField(_("Why more than a third are excellent"), max_length=200, blank=True)
    told_on = models.DateField(_("Members told on"), null=True, blank=True)
    filed_on = models.DateField(_("Filed on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("Why withdrawn"), max_length=200, blank=True)

    objects: ClassVar[Any] = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ("-for_year", "organisation__code", "pk")
        verbose_name = _("democratic appraisal")
        verbose_name_plural = _("democratic appraisals")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "for_year"), condition=Q(withdrawn_on=None), name="one_appraisal_a_year"
            ),
        )
        indexes = (models.Index(fields=("decided_on",), name="appraisal_decided"),)

    def __str__(self) -> str:
        return gettext("Appraisal of {year}, {organisation}").format(year=self.year, organisation=self.organisation)

    @property
    def year(self) -> int:
        """The year that is appraised."""
        return self.for_year.year

    @property
    def stage(self) -> Stage:
        """Where the round stands."""
        days = (
            (self.withdrawn_on, Stage.WITHDRAWN),
            (self.filed_on, Stage.FILED),
            (self.told_on, Stage.TOLD),
            (self.decided_on, Stage.DECIDED),
            (self.closed_on, Stage.CLOSED),
            (self.voting_on, Stage.VOTING),
        )
        return next((stage for day, stage in days if day), Stage.ASSESSING)

    @property
    def by_phone(self) -> bool:
        """Whether votes are cast by phone."""
        return self.ballots == BallotWay.PHONE


class Appraisee(ScopedModel):
    """Somebody's place in a round, by the facts of the day it was opened: who takes part, votes, is graded.

    ``took_part`` bears no time. For a vote by phone it says that a voting slip was taken, not what was voted.
    """

    appraisal = models.ForeignKey(
        DemocraticAppraisal, models.CASCADE, related_name="places", verbose_name=_("Appraisal")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("Member"))
    is_expected = models.BooleanField(_("Is expected to take part"), default=True)
    may_vote = models.BooleanField(_("May vote"), default=True)
    is_graded = models.BooleanField(_("Gets a grade"), default=True)
    reason = models.CharField(_("Why the place is another"), max_length=16, choices=PlaceReason.choices, blank=True)
    took_part = models.BooleanField(_("Took part"), default=False)
    grade = models.CharField(_("Grade"), max_length=12, choices=Grade.choices, blank=True)

    scope_path = "appraisal__organisation__path"

    class Meta:
        ordering = ("member__pinyin", "pk")
        verbose_name = _("place in an appraisal")
        verbose_name_plural = _("places in appraisals")
        constraints = (models.UniqueConstraint(fields=("appraisal", "member"), name="appraisal_member_once"),)

    def __str__(self) -> str:
        return f"{self.appraisal} · {self.member}"


class SelfAssessment(ScopedModel):
    """What a member writes about themselves under the four qualifications (四个合格). It never leaves the branch."""

    place = models.OneToOneField(
        Appraisee, models.CASCADE, primary_key=True, related_name="self_assessment", verbose_name=_("Place")
    )
    politics = EncryptedTextField(_("Politically qualified"))
    discipline = EncryptedTextField(_("Qualified in discipline"))
    character = EncryptedTextField(_("Qualified in character"))
    role = EncryptedTextField(_("Qualified in playing one's part"))
    written_on = models.DateField(_("Written on"))

    scope_path = "place__appraisal__organisation__path"

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")

    def __str__(self) -> str:
        return str(self.place)


class GradeCount(ScopedModel):
    """What the vote came to for one member: sums after the close, whether from the box or from paper."""

    place = models.OneToOneField(
        Appraisee, models.CASCADE, primary_key=True, related_name="count", verbose_name=_("Place")
    )
    excellent = models.PositiveSmallIntegerField(_("Excellent"), default=0)
    qualified = models.PositiveSmallIntegerField(_("Qualified"), default=0)
    basic = models.PositiveSmallIntegerField(_("Basically qualified"), default=0)
    unqualified = models.PositiveSmallIntegerField(_("Unqualified"), default=0)
    abstained = models.PositiveSmallIntegerField(_("Abstained"), default=0)

    scope_path = "place__appraisal__organisation__path"

    class Meta:
        verbose_name = _("count of grades")
        verbose_name_plural = _("counts of grades")

    def __str__(self) -> str:
        return str(self.place)
