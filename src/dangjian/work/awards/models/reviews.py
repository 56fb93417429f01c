"""A review: the panel, the entries under their numbers, who reads what, scores and what became of them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from .calls import Call, Criterion
from .nominations import Nomination


class ReviewerQuerySet(ScopedQuerySet["Reviewer"]):
    """Words for reviewers."""

    def seated(self) -> Self:
        """Reviewers who were not dismissed."""
        return self.filter(ends_on=None)


class Reviewer(ScopedModel):
    """A seat on the panel of a call. To other reviewers it is a number; dismissed, it stays with the reason.

    ``declared_on`` is the day on which all conflicts of interest in this call were declared: before it no text opens.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="reviewers", verbose_name=_("Call"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviewer_seats", verbose_name=_("Account")
    )
    seat = models.PositiveSmallIntegerField(_("Seat"))
    starts_on = models.DateField(_("From"))
    declared_on = models.DateField(_("Conflicts declared on"), null=True, blank=True)
    ends_on = models.DateField(_("Dismissed on"), null=True, blank=True)
    end_reason = models.CharField(_("Why dismissed"), max_length=200, blank=True)

    scope_path = "call__organisation__path"
    objects: ClassVar[Any] = ReviewerQuerySet.as_manager()

    class Meta:
        ordering = ("call", "seat")
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        constraints = (
            models.UniqueConstraint(fields=("call", "account"), name="reviewer_once"),
            models.UniqueConstraint(fields=("call", "seat"), name="reviewer_seat_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="reviewer_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return gettext("Reviewer {seat}").format(seat=self.seat)


class DeclaredConflict(ScopedModel):
    """An organisation with which a reviewer says to be bound, beside what the records tell."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="conflicts", verbose_name=_("Reviewer"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )

    scope_path = "reviewer__call__organisation__path"

    class Meta:
        ordering = ("reviewer", "organisation__code")
        verbose_name = _("declared conflict")
        verbose_name_plural = _("declared conflicts")
        constraints = (models.UniqueConstraint(fields=("reviewer", "organisation"), name="conflict_declared_once"),)

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.organisation}"


class ReviewEntryQuerySet(ScopedQuerySet["ReviewEntry"]):
    """Words for entries."""

    def standing(self) -> Self:
        """Entries whose nomination was neither withdrawn nor refused."""
        return self.filter(nomination__withdrawn_on=None, nomination__refused_on=None)


class ReviewEntry(ScopedModel):
    """A nomination as the panel knows it: a number drawn by lot, and its turn in the live presentation.

    Nothing in it tells where it comes from: neither its number nor its order follows that of the nominations.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="entries", verbose_name=_("Call"))
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="entry", verbose_name=_("Nomination"))
    number = models.PositiveIntegerField(_("Number"))
    live_order = models.PositiveSmallIntegerField(_("Turn of presentation"), null=True, blank=True)
    is_presenting = models.BooleanField(_("Is presenting now"), default=False)

    scope_path = "call__organisation__path"
    objects: ClassVar[Any] = ReviewEntryQuerySet.as_manager()

    class Meta:
        ordering = ("call", "number")
        verbose_name = _("entry of a review")
        verbose_name_plural = _("entries of reviews")
        constraints = (
            models.UniqueConstraint(fields=("call", "number"), name="entry_number_once"),
            models.UniqueConstraint(fields=("call",), condition=Q(is_presenting=True), name="one_entry_presents"),
        )

    def __str__(self) -> str:
        return gettext("Entry {number}").format(number=self.number)


class ReviewAssignmentQuerySet(ScopedQuerySet["ReviewAssignment"]):
    """Words for assignments."""

    def standing(self) -> Self:
        """Assignments that were not taken back."""
        return self.filter(released_on=None)

    def open_to(self, account: int | None) -> Self:
        """Assignments on which scores may be handed in by whoever sits there; None is the platform itself."""
        seated = self.standing().filter(reviewer__ends_on=None, entry__nomination__withdrawn_on=None)
        seated = seated.exclude(reviewer__declared_on=None)
        return seated if account is None else seated.filter(reviewer__account=account)

    def counted(self) -> Self:
        """Assignments whose scores count: handed in and not taken back."""
        return self.standing().exclude(handed_in_on=None)


class ReviewAssignment(ScopedModel):
    """That a reviewer reads an entry, or hears its presentation; with their words when it is handed in.

    ``strengths`` goes to the applicant without the reviewer's name, ``remark`` to the panel. Taken back with a
    reason, it stays with its scores, which then count no more.
    """

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="assignments", verbose_name=_("Reviewer"))
    entry = models.ForeignKey(
        ReviewEntry, models.PROTECT, related_name="assignments", verbose_name=pgettext_lazy("review", "Entry")
    )
    is_live = models.BooleanField(_("Of the presentation"), default=False)
    assigned_on = models.DateField(_("Assigned on"))
    handed_in_on = models.DateField(_("Scores handed in on"), null=True, blank=True)
    strengths = models.TextField(_("What is good"), blank=True)
    remark = models.TextField(_("Remark for the panel"), blank=True)
    released_on = models.DateField(_("Taken back on"), null=True, blank=True)
    release_reason = models.CharField(_("Why taken back"), max_length=200, blank=True)
    is_conflict = models.BooleanField(_("For a conflict of interest"), default=False)

    scope_path = "reviewer__call__organisation__path"
    objects: ClassVar[Any] = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("entry__number", "reviewer__seat", "pk")
        verbose_name = _("assigned review")
        verbose_name_plural = _("assigned reviews")
        constraints = (models.UniqueConstraint(fields=("reviewer", "entry", "is_live"), name="assignment_once"),)

    def __str__(self) -> str:
        return f"{self.entry} · {self.reviewer}"


class Score(ScopedModel):
    """The first score of a reviewer for a criterion. What changes it later is a revision beside it."""

    assignment = models.ForeignKey(ReviewAssignment, models.CASCADE, related_name="scores", verbose_name=_("Review"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("Criterion"))
    value = models.DecimalField(_("Score"), max_digits=5, decimal_places=1)

    scope_path = "assignment__reviewer__call__organisation__path"

    class Meta:
        ordering = ("criterion__rank", "pk")
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "criterion"), name="score_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="score_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.assignment} · {self.criterion}"


class ScoreRevision(ScopedModel):
    """A score revised in the discussion: by the reviewer or the moderator, with a reason. The last one counts."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="revisions", verbose_name=_("Score"))
    value = models.DecimalField(_("Revised score"), max_digits=5, decimal_places=1)
    reason = models.CharField(_("Grounds"), max_length=300)
    revised_on = models.DateField(_("Revised on"))
    revised_by = models.CharField(_("Revised by"), max_length=60)
    by_moderator = models.BooleanField(_("By the moderator"), default=False)

    scope_path = "score__assignment__reviewer__call__organisation__path"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("revised score")
        verbose_name_plural = _("revised scores")
        constraints = (models.CheckConstraint(condition=Q(value__gte=0), name="revision_not_negative"),)

    def __str__(self) -> str:
        return f"{self.score}: {self.value}"


class ReviewRemark(ScopedModel):
    """A word in the discussion of an entry. Without a reviewer it is the moderator's."""

    entry = models.ForeignKey(
        ReviewEntry, models.PROTECT, related_name="remarks", verbose_name=pgettext_lazy("review", "Entry")
    )
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, null=True, blank=True, related_name="remarks", verbose_name=_("Reviewer")
    )
    text = models.TextField(pgettext_lazy("review", "Remark"))
    written_on = models.DateField(_("Written on"))

    scope_path = "entry__call__organisation__path"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("remark in a discussion")
        verbose_name_plural = _("remarks in discussions")

    def __str__(self) -> str:
        return str(self.entry)


class BlindCopy(ScopedModel):
    """A file of a nomination written anew without names and metadata; the author confirms it with the text.

    The file itself is attached to this row. To the panel it is called by its number.
    """

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="blind_copies", verbose_name=_("Nomination")
    )
    number = models.PositiveSmallIntegerField(_("Number"))
    made_from = models.CharField(_("Made from the file with this digest"), max_length=64)
    made_on = models.DateField(_("Made on"))

    scope_path = "nomination__organisation__path"

    class Meta:
        ordering = ("nomination", "number")
        verbose_name = _("copy without names")
        verbose_name_plural = _("copies without names")
        constraints = (models.UniqueConstraint(fields=("nomination", "number"), name="blind_copy_number_once"),)

    def __str__(self) -> str:
        return gettext("Attachment {number}").format(number=self.number)
