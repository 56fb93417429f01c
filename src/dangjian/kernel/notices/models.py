"""The inbox of a person, the outbox of the platform, and what a person wants of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.paths import PathField
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

OWN = "belongs to one account, reached only by its holder"
FIRST_HOUR, LAST_HOUR = 8, 20


class Channel(models.TextChoices):
    """Ways out of the platform."""

    EMAIL = "email", _("E-mail")


class OutgoingState(models.TextChoices):
    """Where a letter of the outbox stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given-up", _("Given up")
    DROPPED = "dropped", _("Not wanted")


class OutgoingQuerySet(ScopedQuerySet["Outgoing"]):
    """Words for the outbox."""

    def due(self, now: datetime) -> Self:
        """To be tried now."""
        return self.filter(state=OutgoingState.WAITING, next_try_at__lte=now)

    def given_up(self) -> Self:
        """What could not be delivered, newest first: for the system administrator."""
        return self.filter(state=OutgoingState.GIVEN_UP).order_by("-pk")


class Outgoing(ScopedModel):
    """A letter on its way out: one urgent notice, or the digest of a day with everything that could wait.

    An account has at most one digest waiting; what comes meanwhile joins it.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(_("Channel"), max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    digest = models.BooleanField(_("Digest"), default=False)
    state = models.CharField(_("State"), max_length=8, choices=OutgoingState.choices, default=OutgoingState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    next_try_at = models.DateTimeField(_("Next attempt"))
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("Last error"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)

    unscoped = OWN
    objects: ClassVar[Any] = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing letter")
        verbose_name_plural = _("outgoing letters")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "channel"),
                condition=Q(digest=True, state="waiting"),
                name="outgoing_one_digest_waiting",
            ),
            models.UniqueConstraint(
                fields=("account", "channel", "sent_on"), condition=Q(digest=True), name="outgoing_one_digest_a_day"
            ),
        )
        indexes = (models.Index(fields=("state", "next_try_at"), name="outgoing_due"),)

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Words for notices."""

    def of(self, account_id: int | None) -> Self:
        """Of one account."""
        return self.filter(account_id=account_id)

    def unread(self) -> Self:
        """Not read yet."""
        return self.filter(read_at=None)


class Notice(ScopedModel):
    """A message of the platform to one person. It is theirs: nobody else can see whether or when it was read."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    subject = models.CharField(_("Subject"), max_length=120)
    body = models.TextField(_("Text"), blank=True)
    url = models.CharField(_("Address"), max_length=300, blank=True)
    urgent = models.BooleanField(_("Urgent"), default=False)
    organisation_path = PathField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("Received at"))
    read_at = models.DateTimeField(_("Read at"), null=True, blank=True)
    outgoing = models.ForeignKey(Outgoing, models.SET_NULL, null=True, blank=True, related_name="notices")

    unscoped = OWN
    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = (
            models.Index(fields=("account", "-id"), name="notice_inbox"),
            models.Index(fields=("account",), condition=Q(read_at=None), name="notice_unread"),
        )

    def __str__(self) -> str:
        return self.subject


class Preference(ScopedModel):
    """How a person wants to be told: by e-mail or only here, and at which hour the digest of the day comes."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_preference"
    )
    email = models.BooleanField(_("Also by e-mail"), default=True)
    digest_hour = models.PositiveSmallIntegerField(
        _("Hour of the daily digest"),
        default=FIRST_HOUR,
        validators=(MinValueValidator(FIRST_HOUR), MaxValueValidator(LAST_HOUR)),
    )

    unscoped = OWN

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")


class Reminder(ScopedModel):
    """A stage of something that was reminded of: the row that keeps a job from saying it twice."""

    key = models.CharField(max_length=120, primary_key=True)
    sent_at = models.DateTimeField()

    unscoped = "a mark of the platform's own jobs: what, not who"

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return self.key
