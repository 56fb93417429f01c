"""The year plan of meetings, and the addresses from which calendars read it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import Period
from dangjian.kernel.tree.scope import ScopedModel, ScopedQuerySet

from ..enums import MeetingKind
from .meetings import MOST_TEXT


class PlanItemQuerySet(ScopedQuerySet["PlanItem"]):
    """Words for planned meetings."""

    def standing(self) -> Self:
        """Planned, and not taken out."""
        return self.filter(removed=False)

    def of_year(self, year: int) -> Self:
        """Of the plan of a year."""
        return self.filter(year=year)


class PlanItem(ScopedModel):
    """A meeting that an organisation plans for a day of its year. Whether it was held is read from the meetings.

    ``period`` is the key of the period for which a standing rule wants it, "" for what was added by hand. Once
    ``adjusted`` or ``removed`` by somebody, the plan that is generated again leaves it alone.
    """

    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    kind = models.CharField(_("Kind"), max_length=20, choices=MeetingKind.choices)
    period = models.CharField(_("Wanted for"), max_length=8, blank=True, editable=False)
    planned_on = models.DateField(_("Planned day"))
    topic = models.CharField(_("Topic"), max_length=120, blank=True)
    agenda = models.TextField(_("Agenda"), blank=True, max_length=MOST_TEXT)
    adjusted = models.BooleanField(_("Adjusted by hand"), default=False, editable=False)
    removed = models.BooleanField(_("Taken out"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    scope_path = "organisation__path"
    objects: ClassVar[Any] = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ("planned_on", "pk")
        verbose_name = _("planned meeting")
        verbose_name_plural = _("planned meetings")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind", "period"), condition=~Q(period=""), name="plan_item_once_a_period"
            ),
        )
        indexes = (models.Index(fields=("organisation", "year"), name="plan_item_of_year"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.topic}" if self.topic else self.get_kind_display()

    @property
    def wanted_for(self) -> Period | None:
        """The period for which a rule wants it; None for what was added by hand."""
        return Period.parse(self.period) if self.period else None


class CalendarFeedQuerySet(ScopedQuerySet["CalendarFeed"]):
    """Words for calendar addresses."""

    def of(self, account_id: int | None) -> Self:
        """Of one account."""
        return self.filter(account_id=account_id)

    def open(self) -> Self:
        """Not ended by their holder."""
        return self.filter(revoked_on=None)


class CalendarFeed(ScopedModel):
    """An address from which a calendar program reads an organisation's year without signing in.

    The address is ``nonce`` with a signature of this installation; what it shows is what the account may see on the
    day of reading, and nothing once it is revoked.
    """

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "tree.Organisation", models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    nonce = models.CharField(max_length=32, unique=True, editable=False)
    made_on = models.DateField(_("Made on"))
    revoked_on = models.DateField(_("Ended on"), null=True, blank=True)

    unscoped = "belongs to one account, reached only by its holder or by whoever has the signed address"
    objects: ClassVar[Any] = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_on", "-pk")
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.organisation)
