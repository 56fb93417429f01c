"""Meetings from call to record, as what they count, who sat in them, and what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.models import Record, RecordState
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import Capacity, MeetingKind, Outcome

MOST_TEXT = 20_000


def corrected_by(meeting: OuterRef) -> Any:
    """The filed corrections of a meeting, for use inside another query."""
    return Meeting._base_manager.filter(corrects=meeting, state=RecordState.FILED)


class MeetingQuerySet(ScopedQuerySet["Meeting"]):
    """Words for meetings."""

    def standing(self) -> Self:
        """Filed and not replaced by a filed correction: what counts."""
        return self.filter(~Exists(corrected_by(OuterRef("pk"))), state=RecordState.FILED)

    def held(self) -> Self:
        """Standing, and held."""
        return self.standing().filter(outcome=Outcome.HELD)

    def entered_late(self) -> Self:
        """Filed after the day on which they were held."""
        return self.filter(filed_on__gt=F("happened_on"))

    def called(self) -> Self:
        """Called and not yet recorded."""
        return self.filter(outcome=Outcome.CALLED)


class Meeting(Record):
    """A meeting of an organisation: called, then recorded as held or as not held with a reason.

    ``happened_on`` is the day it is called for, and from the filing on the day it was held or would have been.
    Until ``locks_on`` a filed record can be taken back by whoever may record; from then on it is corrected by a new
    one that names it (``corrects``) and says why.
    """

    state = models.CharField(
        _("State"), max_length=8, choices=RecordState.choices, default=RecordState.DRAFT, editable=False
    )
    outcome = models.CharField(_("Outcome"), max_length=8, choices=Outcome.choices, blank=True, default=Outcome.CALLED)
    topic = models.CharField(_("Topic"), max_length=120, blank=True)
    begins_at = models.TimeField(_("Begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("Ends at"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=80, blank=True)
    agenda = models.TextField(_("Agenda"), blank=True, max_length=MOST_TEXT)
    content = models.TextField(_("Main points"), blank=True, max_length=MOST_TEXT)
    guests = models.CharField(_("Guests without a vote"), max_length=200, blank=True)
    reason = models.CharField(_("Why it was not held"), max_length=200, blank=True)
    chair = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("In the chair")
    )
    recorder = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Recorded by")
    )
    lecturer = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Lesson given by")
    )
    check_in_code = models.CharField(_("Code at the door"), max_length=8, blank=True)
    sheet_code = models.CharField(max_length=12, unique=True, editable=False)
    called_on = models.DateField(_("Called on"), null=True, blank=True, editable=False)
    filed_on = models.DateField(_("Filed on"), null=True, blank=True, editable=False)
    locks_on = models.DateField(_("Locked from"), null=True, blank=True, editable=False)
    awaits_review = models.BooleanField(_("Waits for review"), default=False, editable=False)
    returned_because = models.CharField(_("Returned because"), max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = (
            models.Index(fields=("organisation", "happened_on"), name="meeting_of_organisation"),
            models.Index(fields=("filed_on", "id"), name="meeting_awaits_review", condition=Q(awaits_review=True)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(begins_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("begins_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NOT_HELD) | ~Q(reason=""), name="meeting_not_held_with_reason"
            ),
        )

    def __str__(self) -> str:
        return self.topic or str(_("Meeting"))

    @property
    def is_filed(self) -> bool:
        """Whether the record stands."""
        return self.state == RecordState.FILED

    def is_locked(self, today: date) -> bool:
        """Whether only a correction can change it."""
        return self.is_filed and self.locks_on is not None and today >= self.locks_on

    @property
    def is_late_entry(self) -> bool:
        """Whether it was filed on a later day than it was held: both days are shown."""
        return self.filed_on is not None and self.filed_on > self.happened_on


class CountsAsQuerySet(ScopedQuerySet["CountsAs"]):
    """Words for what meetings count as."""

    def held(self) -> Self:
        """Of meetings that stand as held: the evidence of the standing rules."""
        return self._standing(Outcome.HELD)

    def not_held(self) -> Self:
        """Of meetings that stand as not held, with the reason."""
        return self._standing(Outcome.NOT_HELD)

    def accounted_for(self) -> Self:
        """Of meetings that stand as held, or as not held with the reason."""
        return self._standing(Outcome.HELD, Outcome.NOT_HELD)

    def _standing(self, *outcomes: Outcome) -> Self:
        replaced = Exists(corrected_by(OuterRef("meeting")))
        return self.filter(~replaced, meeting__state=RecordState.FILED, meeting__outcome__in=outcomes)


class CountsAs(ScopedModel):
    """As what, and for whom, a meeting counts: one session may be several kinds, several groups may meet jointly."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="counts", verbose_name=_("Meeting"))
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=MeetingKind.choices)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = CountsAsQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("kind of a meeting")
        verbose_name_plural = _("kinds of meetings")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "organisation", "kind"), name="meeting_counts_once_as_a_kind"),
        )
        indexes = (models.Index(fields=("organisation", "kind"), name="meeting_kind_of"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class Attendance(ScopedModel):
    """One person in one meeting.

    ``due``: expected that day by the facts of the register, and so part of the denominator. Somebody exempt who came
    all the same has a row that is not due; somebody exempt who stayed at home has none and is nowhere counted absent.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("Meeting"))
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("Member"))
    capacity = models.CharField(_("Capacity"), max_length=10, choices=Capacity.choices, default=Capacity.VOTING)
    due = models.BooleanField(_("Expected"), default=True)
    present = models.BooleanField(_("Present"), default=True)
    reason = models.CharField(_("Why absent"), max_length=100, blank=True)
    make_up_sent_on = models.DateField(_("Papers sent on"), null=True, blank=True)
    made_up_on = models.DateField(_("Made up on"), null=True, blank=True)

    scope_path = "meeting__organisation__path"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = (models.UniqueConstraint(fields=("meeting", "member"), name="attendance_once"),)

    def __str__(self) -> str:
        return f"{self.member} · {self.meeting}"


class Reply(ScopedModel):
    """A member's answer to the call of a meeting: coming, or cannot come and why."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies", verbose_name=_("Meeting"))
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("Member"))
    coming = models.BooleanField(_("I am coming"))
    reason = models.CharField(_("Cannot come because"), max_length=100, blank=True)
    at_the_door = models.BooleanField(_("Entered by code at the door"), default=False)

    scope_path = "meeting__organisation__path"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("reply to a call")
        verbose_name_plural = _("replies to calls")
        constraints = (models.UniqueConstraint(fields=("meeting", "member"), name="reply_once"),)

    def __str__(self) -> str:
        return f"{self.member} · {self.meeting}"


class Decision(ScopedModel):
    """What a meeting decided; with an owner and a day it is also asked of the organisation until it is answered."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name=_("Meeting"))
    text = models.CharField(_("What was decided"), max_length=300)
    owner = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who sees to it")
    )
    due_on = models.DateField(_("To be done by"), null=True, blank=True)
    ask = models.ForeignKey("obligations.Ask", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    scope_path = "meeting__organisation__path"

    class Meta:
        ordering = ("pk",)
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.text


class Practice(ScopedModel):
    """How an organisation and those below it keep their records: reviewed or not, and when they lock. Dated rows."""

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    review = models.BooleanField(_("The superior organisation reviews filed meetings"), default=False)
    lock_days = models.PositiveSmallIntegerField(_("Days until a filed record is locked"), default=30)
    starts_on = models.DateField(_("From"))

    scope_path = "organisation__path"

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("practice of keeping records")
        verbose_name_plural = _("practices of keeping records")

    def __str__(self) -> str:
        return f"{self.organisation} · {self.starts_on}"
