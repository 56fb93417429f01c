"""Reads about the year plan: what is owed in a year, the plan by months, what is offered when a meeting is called."""

from __future__ import annotations

import calendar as calendars
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.obligations.coverage import coverage
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.periods import SEED, Period, PeriodKind
from dangjian.kernel.tree.models import Organisation

from ..enums import MeetingKind, Outcome
from ..models import CalendarFeed, CountsAs, Meeting, PlanItem
from ..placing import usual_weekday
from .grid import life_rules

NEAR = timedelta(days=14)
"""So far from the planned day a meeting of the kind still counts as the planned one."""
WEEK = timedelta(days=7)
REMEMBERED = 12
WEEKDAYS = (
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When and where an organisation usually meets, read from its last meetings.

    Attributes:
        weekday: 0 for Monday; Wednesday where nothing was held yet.
        hour: None where nothing was held yet.
        known: how many meetings it was read from.
    """

    weekday: int
    hour: time | None
    place: str
    known: int


def rhythm_of(organisation: Organisation, today: date) -> Rhythm:
    """The usual weekday, hour and place of an organisation's meetings. One query."""
    rows = Meeting.objects.held().filter(organisation=organisation, happened_on__lte=today)
    found = list(rows.order_by("-happened_on", "-pk").values_list("happened_on", "begins_at", "place")[:REMEMBERED])
    hours = Counter(hour for _day, hour, _place in found if hour)
    places = Counter(place for _day, _hour, place in found if place)
    return Rhythm(
        usual_weekday(day for day, _hour, _place in found),
        hours.most_common(1)[0][0] if hours else None,
        places.most_common(1)[0][0] if places else "",
        len(found),
    )


def owed_in(organisation: Organisation, year: Period, today: date) -> list[tuple[str, Period]]:
    """What the standing rules of the room want of an organisation in a year: kinds of meetings and periods.

    What it is exempt from is left out. Five queries.
    """
    rules = [rule for rule in life_rules() if kind_of_rule(rule.key)]
    cells = coverage(rules, organisation.path or "-", year, today, only=[organisation.pk]).cells
    return [(kind_of_rule(cell.rule.key), cell.period) for cell in cells if cell.state is not State.EXCUSED]


def kind_of_rule(key: str) -> str:
    """The kind of meeting that a standing rule wants; "" for a rule about anything else."""
    kind = key.removeprefix("life.")
    return kind if kind in MeetingKind.values else ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned meeting and how it stands; the meeting that met it, if there is one.

    Attributes:
        rests: whether the planned day is a day of rest.
    """

    item: PlanItem
    state: State
    meeting: int | None
    rests: bool

    @property
    def is_open(self) -> bool:
        """Whether it is not met yet."""
        return self.meeting is None

    @property
    def earlier(self) -> date:
        """The same weekday a week earlier."""
        return self.item.planned_on - WEEK

    @property
    def later(self) -> date:
        """The same weekday a week later."""
        return self.item.planned_on + WEEK


def met_by(item: PlanItem, held: Iterable[tuple[str, date, int]]) -> int | None:
    """The held meeting that meets a planned one, the nearest: of its kind and in the period for which it is wanted, in
    the month for which it is planned, or within two weeks of the day.

    Args:
        held: (kind, day, key of the meeting).
    """
    near = [
        (abs((on - item.planned_on).days), meeting)
        for kind, on, meeting in held
        if kind == item.kind and _meets(item, on)
    ]
    return min(near)[1] if near else None


def _meets(item: PlanItem, on: date) -> bool:
    day = item.planned_on
    same_month = (on.year, on.month) == (day.year, day.month)
    return same_month or abs(on - day) <= NEAR or (item.wanted_for is not None and item.wanted_for.contains(on))


def with_standing(items: Sequence[PlanItem], organisation: Organisation, year: int, today: date) -> list[Planned]:
    """Planned meetings of a year with how they stand. One query beside the items."""
    span = (date(year, 1, 1) - NEAR, min(today, date(year, 12, 31) + NEAR))
    rows = CountsAs.objects.held().filter(organisation=organisation, meeting__happened_on__range=span)
    held = list(rows.values_list("kind", "meeting__happened_on", "meeting"))
    return [_planned(item, met_by(item, held), today) for item in items]


def _planned(item: PlanItem, meeting: int | None, today: date) -> Planned:
    state = State.DONE if meeting else State.LATE if item.planned_on < today else State.NOT_DUE
    if state is State.NOT_DUE and (item.planned_on.year, item.planned_on.month) == (today.year, today.month):
        state = State.DUE
    return Planned(item, state, meeting, not SEED.of(item.planned_on).working)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's small calendar; ``planned`` holds what is planned for it."""

    day: date
    works: bool
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the plan: its days by weeks (None outside the month), and what is planned in it by day."""

    period: Period
    weeks: tuple[tuple[Day | None, ...], ...]
    planned: tuple[Planned, ...]


def months_of(planned: Iterable[Planned], year: Period) -> list[Month]:
    """The twelve months of a plan."""
    by_day: dict[date, list[Planned]] = defaultdict(list)
    for one in planned:
        by_day[one.item.planned_on].append(one)
    return [_month(period, by_day) for period in year.parts(PeriodKind.MONTH)]


def _month(period: Period, by_day: dict[date, list[Planned]]) -> Month:
    weeks = tuple(
        tuple(_day(day, period, by_day) for day in week)
        for week in calendars.Calendar().monthdatescalendar(period.year, period.number)
    )
    return Month(period, weeks, tuple(one for day in sorted(by_day) if period.contains(day) for one in by_day[day]))


def _day(day: date, period: Period, by_day: dict[date, list[Planned]]) -> Day | None:
    return Day(day, SEED.of(day).working, tuple(by_day.get(day, ()))) if period.contains(day) else None


def next_planned(organisation: Organisation, kind: str, today: date) -> PlanItem | None:
    """What the plan says next of a kind of meeting: of this month or later."""
    rows = PlanItem.objects.standing().filter(organisation=organisation, kind=kind)
    found: PlanItem | None = rows.filter(planned_on__gte=today).order_by("planned_on", "pk").first()
    return found


def planned_with(item: PlanItem) -> list[str]:
    """The kinds planned for the same day as one planned meeting, its own first: one session may be all of them."""
    rows = PlanItem.objects.standing().filter(organisation=item.organisation_id, planned_on=item.planned_on)
    return [item.kind, *rows.exclude(pk=item.pk).exclude(kind=item.kind).values_list("kind", flat=True)]


def meetings_ahead(organisation: Organisation, since: date) -> list[Meeting]:
    """Meetings called or held since a day, for calendars."""
    rows = Meeting.objects.filter(organisation=organisation, happened_on__gte=since).exclude(outcome=Outcome.NOT_HELD)
    return list(rows.filter(corrections=None).select_related("organisation").prefetch_related("counts"))


def own_feeds(actor: Actor) -> QuerySet[CalendarFeed]:
    """The calendar addresses of whoever asks, also those that were ended."""
    found: QuerySet[CalendarFeed] = CalendarFeed.objects.of(actor.account_id).select_related("organisation")
    return found
