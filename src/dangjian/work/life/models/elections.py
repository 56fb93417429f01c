"""An election at the end of a term: its steps as dated facts, who was named, and what was counted.

Ballots are on paper and secret: only counted results are kept, never how anybody voted. Nothing is deleted: a step or a
count that was wrong is withdrawn with a reason and entered anew.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.foundation.members.enums import PostTitle
from dangjian.kernel.records.models import Record
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..elections.steps import APPROVING
from ..enums import Assembly, CountedBody, ElectedBody, StepKind


class ElectionQuerySet(ScopedQuerySet["Election"]):
    """Words for elections."""

    def open(self) -> Self:
        """Neither filed nor called off."""
        return self.filter(closed_on=None)

    def with_stage(self) -> Self:
        """With the newest step that stands, as ``stage`` and the day it was taken as ``stage_on``."""
        newest = ElectionStep.objects.filter(election=OuterRef("pk"), withdrawn_on=None).order_by("-pk")[:1]
        return self.annotate(stage=Subquery(newest.values("kind")), stage_on=Subquery(newest.values("on")))

    def with_organ(self) -> Self:
        """With the key of the nearest committee above, which approves, as ``nearest_organ``."""
        below = ExpressionWrapper(OuterRef("organisation__path"), output_field=models.CharField())
        above = Organisation.objects.annotate(below=below)
        above = above.filter(below__startswith=F("path"), kind__in=APPROVING).exclude(pk=OuterRef("organisation"))
        farther = Subquery(above.order_by("-depth").values("pk")[:1])
        # All organisations are looked through for one that is above, so first the next ones are asked.
        next_ones = [
            When(**{f"{superior}__kind__in": APPROVING}, then=F(superior))
            for superior in ("organisation__parent", "organisation__parent__parent")
        ]
        return self.annotate(nearest_organ=Case(*next_ones, default=farther, output_field=models.BigIntegerField()))


class Election(Record):
    """An election at the end of a term; it happened on the day the committee decided to hold it."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="elections", verbose_name=_("Organisation")
    )
    term = models.ForeignKey(
        "organisations.Term",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="elections_after",
        verbose_name=_("Term it follows"),
    )
    new_term = models.ForeignKey(
        "organisations.Term",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="elections_before",
        verbose_name=_("Term it began"),
    )
    body = models.CharField(_("To be elected"), max_length=10, choices=ElectedBody.choices)
    assembly = models.CharField(
        _("Elected by"), max_length=16, choices=Assembly.choices, default=Assembly.GENERAL_MEETING
    )
    seats = models.PositiveSmallIntegerField(_("Seats"))
    delegates = models.PositiveSmallIntegerField(_("Delegates"), null=True, blank=True)
    meeting_on = models.DateField(_("Day of the meeting"), null=True, blank=True)
    meeting_place = models.CharField(_("Place of the meeting"), max_length=100, blank=True)
    closed_on = models.DateField(_("Filed or called off on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = (
            models.UniqueConstraint(fields=("organisation",), condition=Q(closed_on=None), name="one_open_election"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="election_has_seats"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.happened_on}"

    @property
    def stage_label(self) -> Any:
        """The newest step in words, where it was loaded by ``with_stage``."""
        stage = getattr(self, "stage", None)
        return StepKind(stage).label if stage else ""


class WithdrawableQuerySet(ScopedQuerySet[Any]):
    """Words for what can be withdrawn."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_on=None)


class Withdrawable(ScopedModel):
    """Something entered about an election that stays when it was wrong, withdrawn with a reason."""

    entered_at = models.DateTimeField(_("Entered at"), auto_now_add=True)
    entered_by = models.CharField(_("Entered by"), max_length=60, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawn_by = models.CharField(_("Withdrawn by"), max_length=60, blank=True)
    withdrawal_reason = models.CharField(_("Why withdrawn"), max_length=200, blank=True)

    scope_path = "election__organisation__path"
    objects: ClassVar[Any] = WithdrawableQuerySet.as_manager()

    class Meta:
        abstract = True


class ElectionStep(Withdrawable):
    """A step that was taken on a day, with its paper; withdrawn with a reason when it was wrong."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="steps", verbose_name=_("Election"))
    kind = models.CharField(_("Step"), max_length=20, choices=StepKind.choices)
    on = models.DateField(_("On"))
    number = models.CharField(_("Document number"), max_length=60, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("step of an election")
        verbose_name_plural = _("steps of elections")
        constraints = (
            models.UniqueConstraint(
                fields=("election", "kind"), condition=Q(withdrawn_on=None), name="election_step_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.election.organisation} · {self.get_kind_display()}"


class Nominee(ScopedModel):
    """Somebody named at a step: as a candidate, or for the post that the committee gave out.

    A candidate with a title is the one approved for that post; a post given out knows the dated post it became.
    """

    step = models.ForeignKey(ElectionStep, models.PROTECT, related_name="nominees", verbose_name=_("Step"))
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="nominations", verbose_name=_("Member"))
    title = models.CharField(_("Party post"), max_length=24, choices=PostTitle.choices, blank=True)
    post = models.OneToOneField(
        "members.Post", models.PROTECT, null=True, blank=True, related_name="nominee", verbose_name=_("Post it became")
    )

    scope_path = "step__election__organisation__path"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("nominee")
        verbose_name_plural = _("nominees")
        constraints = (models.UniqueConstraint(fields=("step", "member"), name="nominee_once"),)

    def __str__(self) -> str:
        return str(self.member)


class BallotCount(Withdrawable):
    """A counted ballot. Those entitled are taken from the register of that day and stay as they were read out."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="counts", verbose_name=_("Election"))
    body = models.CharField(_("Whose ballot"), max_length=10, choices=CountedBody.choices, default=CountedBody.ASSEMBLY)
    held_on = models.DateField(_("Held on"))
    seats = models.PositiveSmallIntegerField(_("Seats"))
    entitled = models.PositiveIntegerField(_("Entitled to vote"))
    left_out = models.PositiveIntegerField(_("Not counted among those entitled"), default=0)
    present = models.PositiveIntegerField(_("Present"))
    distributed = models.PositiveIntegerField(_("Ballots handed out"))
    collected = models.PositiveIntegerField(_("Ballots collected"))
    valid = models.PositiveIntegerField(_("Valid ballots"), default=0)
    void = models.PositiveIntegerField(_("Void ballots"), default=0)
    scrutineer = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Scrutineer")
    )
    counter = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Counter")
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("count of ballots")
        verbose_name_plural = _("counts of ballots")
        constraints = (
            models.CheckConstraint(condition=Q(present__lte=F("entitled")), name="count_present_of_entitled"),
            models.CheckConstraint(condition=Q(distributed__lte=F("present")), name="count_one_ballot_each"),
        )

    def __str__(self) -> str:
        return f"{self.election.organisation} · {self.held_on}"


class Tally(ScopedModel):
    """What one person got in a count."""

    count = models.ForeignKey(BallotCount, models.PROTECT, related_name="tallies", verbose_name=_("Count"))
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("Member"))
    yes = models.PositiveIntegerField(pgettext_lazy("vote", "For"))
    no = models.PositiveIntegerField(pgettext_lazy("vote", "Against"), default=0)
    abstained = models.PositiveIntegerField(pgettext_lazy("vote", "Abstained"), default=0)
    written_in = models.BooleanField(_("Written in"), default=False)

    scope_path = "count__election__organisation__path"

    class Meta:
        ordering = ("count", "-yes", "pk")
        verbose_name = _("votes of a nominee")
        verbose_name_plural = _("votes of nominees")
        constraints = (models.UniqueConstraint(fields=("count", "member"), name="tally_once"),)

    def __str__(self) -> str:
        return str(self.member)
