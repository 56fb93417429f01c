"""Class hours of training, read from what was held: 45 minutes are one (学时). Nobody types them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractHour, ExtractMinute, ExtractYear

from .enums import MeetingKind
from .models import CountsAs, Meeting

MINUTES = 45
"""Minutes of a class hour."""
TRAINING = (MeetingKind.LESSON, MeetingKind.PARTY_DAY, MeetingKind.CENTRAL_GROUP)
"""Kinds of meeting that train those who sit in them."""


def minutes_of(meeting: str = "") -> Any:
    """How many minutes a meeting took, by its begin and end; only for meetings that have both.

    Args:
        meeting: look-up to the meeting, with its double underscore.
    """
    begins, ends = f"{meeting}begins_at", f"{meeting}ends_at"
    return 60 * (ExtractHour(ends) - ExtractHour(begins)) + ExtractMinute(ends) - ExtractMinute(begins)


def timed(meeting: str = "") -> Q:
    """Meetings whose begin and end are known: of others nothing is counted."""
    return Q(**{f"{meeting}begins_at__isnull": False, f"{meeting}ends_at__isnull": False})


def trainings() -> QuerySet[Any]:
    """For whom a meeting held was training: once, also where it counts as several kinds."""
    rows = CountsAs.objects.held().filter(timed("meeting__"), kind__in=TRAINING)
    before = CountsAs.objects.filter(
        meeting=OuterRef("meeting"), organisation=OuterRef("organisation"), kind__in=TRAINING, pk__lt=OuterRef("pk")
    )
    return rows.filter(~Exists(before))


def reaching(hours: int) -> QuerySet[Any]:
    """The meeting with which an organisation has come to so many class hours in a calendar year; one a year at most."""
    day = F("meeting__happened_on")
    rows = trainings().annotate(in_year=ExtractYear(day), own=minutes_of("meeting__"))
    earlier = Q(meeting__happened_on__lt=OuterRef("meeting__happened_on")) | Q(
        meeting__happened_on=OuterRef("meeting__happened_on"), meeting__lt=OuterRef("meeting")
    )
    so_far = (
        trainings()
        .filter(earlier, organisation=OuterRef("organisation"), meeting__happened_on__year=OuterRef("in_year"))
        .order_by()
        .values("organisation")
        .annotate(minutes=Sum(minutes_of("meeting__")))
        .values("minutes")
    )
    rows = rows.annotate(before=Coalesce(Subquery(so_far, output_field=IntegerField()), 0))
    return rows.filter(before__lt=hours * MINUTES, before__gte=hours * MINUTES - F("own"))


def attended() -> QuerySet[Meeting]:
    """Meetings held that were training, with begin and end."""
    rows: QuerySet[Meeting] = Meeting.objects.held().filter(timed())
    return rows.filter(Exists(CountsAs.objects.filter(meeting=OuterRef("pk"), kind__in=TRAINING)))
