"""A year and nine months of organisational life: meetings of branches, groups and committees with who was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Condition, Post
from dangjian.kernel.periods import Interval, Period, PeriodKind
from dangjian.kernel.privacy.inserting import insert_many
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation
from dangjian.work.life.enums import Capacity, MeetingKind, Outcome
from dangjian.work.life.models import Attendance, CountsAs, Decision, Meeting, Reply
from dangjian.work.life.queries.roll import EXCUSING

from .catalogue_of_meetings import (
    ABSENT_BECAUSE,
    AGENDAS,
    DECIDED,
    NOT_HELD_BECAUSE,
    PLACES,
    SAID,
    TOPICS,
)
from .world import Branch, City, Resident

BEGIN = date(2016, 1, 1)
SKIPPED, EXPLAINED, LATE, COPIED, ABSENT, UNRECORDED = 0.003, 0.004, 0.05, 0.012, 0.06, 0.15
"""Shares: held by nobody and said by nobody; not held with a reason; entered late; words of the month before;
absent of those expected; held in the last days and not recorded yet."""
CARELESS = 0.04
"""Share of branches that let things slide four times as often."""
ATTEND = 0.35
"""Share of the life meetings of branches that a leader of the committee above attends."""
LOCK_DAYS = 30
NAMES = (
    "organisation_id", "happened_on", "entered_at", "entered_by", "state", "outcome", "topic", "begins_at", "ends_at",
    "place", "agenda", "content", "reason", "chair_id", "recorder_id", "lecturer_id", "sheet_code", "called_on",
    "filed_on", "locks_on",
)  # fmt: skip


@dataclass
class Session:
    """One meeting before it is written.

    Attributes:
        row: the values of ``NAMES``.
        counts: pairs of organisation and kind.
        people: values of attendance: member, present, reason, capacity, expected.
        decided: what was decided.
    """

    row: tuple[Any, ...]
    counts: list[tuple[int, str]]
    people: list[tuple[int, bool, str, str, bool]] = field(default_factory=list)
    decided: tuple[str, ...] = ()


def build(city: City) -> None:
    """Write the meetings of every month of a city, branch by branch, and what is called for the coming days."""
    life = Life(city)
    for branch in city.branches:
        life.write(life.of_branch(branch))
    for direct in city.direct:
        if not direct.organisation.is_branch:
            life.write(life.of_committee(direct.organisation))
    life.write_calls()


class Life:
    """Draws meetings of one city from a stream of chance, numbered on from a number."""

    def __init__(self, city: City, topic: str = "meetings", number: int = 0) -> None:
        self.city, self.draw, self.number = city, city.draw(topic), number
        self.beside = city.draw(f"{topic}, beside")
        self.on_probation = {person.key for branch in city.branches for person in branch.people if not person.full}
        self.away: dict[int, list[Interval]] = defaultdict(list)
        people = [person.key for branch in city.branches for person in branch.people]
        rows = Condition.objects.filter(
            kind__in=EXCUSING, member__gte=min(people, default=0), member__lte=max(people, default=0)
        )
        for member, starts_on, ends_on in rows.values_list("member", "starts_on", "ends_on"):
            self.away[member].append(Interval(starts_on, ends_on))
        self.seats: dict[int, list[tuple[int, str, Interval]]] = defaultdict(list)
        posts = Post.objects.within(city.committee.path or "-").filter(leading_group=None)
        for place, member, title, starts_on, ends_on in posts.values_list(
            "organisation", "member", "title", "starts_on", "ends_on"
        ):
            self.seats[place].append((member, title, Interval(starts_on, ends_on)))

    def of_branch(self, branch: Branch) -> Iterator[Session]:
        """Party days, members' meetings, lessons, life meetings, committee and group meetings of a branch."""
        place, careless = branch.organisation, self.draw.happens(CARELESS)
        weekday, hour = self.draw.randrange(5), self.draw.choice((9, 14, 15, 15, 16))
        for month in months(BEGIN, self.city.day):
            day = nth_weekday(month, weekday, self.draw.randint(1, 3))
            if day < place.starts_on or (place.ends_on and day >= place.ends_on):
                continue
            last_of_quarter = month.starts_on.month % 3 == 0
            kinds = [MeetingKind.PARTY_DAY]
            if last_of_quarter:
                kinds += [MeetingKind.GENERAL] if self.draw.happens(0.6) else []
                yield from self.session(
                    place, [MeetingKind.LESSON], nth_weekday(month, weekday, 4), hour, branch.people, careless
                )
                if MeetingKind.GENERAL not in kinds:
                    general = nth_weekday(month, (weekday + 2) % 5, 3)
                    yield from self.session(place, [MeetingKind.GENERAL], general, hour, branch.people, careless)
            yield from self.session(place, kinds, day, hour, branch.people, careless)
            if month.starts_on.month == 12 or (month.starts_on.month == 1 and month.starts_on.year == 2016):
                life = nth_weekday(month, (weekday + 1) % 5, 3)
                kind, above = MeetingKind.ORGANISATIONAL_LIFE, self.from_above(branch)
                yield from self.session(place, [kind], life, hour, branch.people, careless, leaders=above)
            yield from self.of_small_circles(branch, month, weekday, hour, careless)

    def from_above(self, branch: Branch) -> list[tuple[int, Interval]]:
        """A leader of the committee above who attends, in some branches."""
        seats = [] if branch.organisation == branch.direct.organisation else self.seats[branch.direct.organisation.pk]
        return (
            self.seated(seats[branch.organisation.pk % len(seats) :][:1])
            if seats and self.beside.happens(ATTEND)
            else []
        )

    def of_small_circles(
        self, branch: Branch, month: Period, weekday: int, hour: int, careless: bool
    ) -> Iterator[Session]:
        """The meetings of the committee and of the groups in a month."""
        seats = [seat for seat in self.seats[branch.organisation.pk] if seat[1] in COMMITTEE_TITLES]
        day = nth_weekday(month, (weekday + 1) % 5, 1)
        if len(seats) >= 3:
            yield from self.session(
                branch.organisation, [MeetingKind.COMMITTEE], day, hour, self.seated(seats), careless
            )
        for number, group in enumerate(branch.groups):
            inside = branch.people[number :: len(branch.groups)]
            yield from self.session(group, [MeetingKind.GROUP], nth_weekday(month, weekday, 4), hour, inside, careless)

    def of_committee(self, place: Organisation) -> Iterator[Session]:
        """The monthly meeting of an organ committee or general branch, and its secretary's lesson of the year."""
        seats = [seat for seat in self.seats[place.pk] if seat[1] in COMMITTEE_TITLES]
        if len(seats) < 2:
            return
        for month in months(BEGIN, self.city.day):
            day = nth_weekday(month, 1, 2)
            yield from self.session(place, [MeetingKind.COMMITTEE], day, 9, self.seated(seats), careless=False)
            if month.starts_on.month == 6 and self.draw.happens(0.93):
                yield from self.session(
                    place, [MeetingKind.LESSON], nth_weekday(month, 3, 4), 15, self.seated(seats), careless=False
                )

    def seated(self, seats: Sequence[tuple[int, str, Interval]]) -> list[tuple[int, Interval]]:
        """Who sits on a committee, with the days."""
        return [(member, held) for member, _title, held in seats]

    def session(
        self,
        place: Organisation,
        kinds: Sequence[MeetingKind],
        day: date,
        hour: int,
        people: Sequence[Resident] | Sequence[tuple[int, Interval]],
        careless: bool,
        *,
        topic: str = "",
        leaders: Sequence[tuple[int, Interval]] = (),
        jointly: Sequence[Organisation] = (),
    ) -> Iterator[Session]:
        """One meeting of a day, or nothing where nobody held it; it counts for those who meet jointly, too."""
        if day > self.city.day or day < BEGIN:
            return
        often = 4 if careless else 1
        if self.draw.happens(SKIPPED * often):
            return
        here = self.expected(people, day)
        counts = [(one.pk, kind.value) for one in (place, *jointly) for kind in kinds]
        if not here:
            return
        if self.draw.happens(EXPLAINED * often):
            yield Session(
                self.row(place, kinds, day, hour, filed=day, reason=self.draw.choice(NOT_HELD_BECAUSE)), counts
            )
            return
        recent = (self.city.day - day).days < 7
        if recent and self.draw.happens(UNRECORDED):
            yield Session(self.row(place, kinds, day, hour, filed=None), counts)
            return
        filed = day + timedelta(
            days=self.draw.randint(3, 25) if self.draw.happens(LATE * often) else self.draw.randint(0, 1)
        )
        row = self.row(place, kinds, day, hour, filed=min(filed, self.city.day), people=here, topic=topic)
        above = [key for key in self.expected(leaders, day) if key not in here]
        there = [*self.presences(here), *((key, True, "", Capacity.LEADER.value, False) for key in above)]
        yield Session(row, counts, there, self.decisions(kinds[0]))

    def decisions(self, kind: MeetingKind) -> tuple[str, ...]:
        """What was decided: one or two things, where meetings of the kind decide."""
        texts = DECIDED.get(kind, ())
        return tuple(self.beside.sample(texts, self.beside.randint(1, 2))) if texts else ()

    def expected(self, people: Sequence[Any], day: date) -> list[int]:
        """Who of these is expected on a day, by the dated facts."""
        there = []
        for person in people:
            key, since = (person.key, person.since) if isinstance(person, Resident) else (person[0], None)
            if (since is not None and since > day) or (since is None and not person[1].contains(day)):
                continue
            if not any(interval.contains(day) for interval in self.away[key]):
                there.append(key)
        return list(dict.fromkeys(there))

    def presences(self, here: Sequence[int]) -> list[tuple[int, bool, str, str, bool]]:
        """Who was there; the first, who takes the chair, always."""
        found = []
        for number, key in enumerate(here):
            away = number > 0 and self.draw.happens(ABSENT)
            capacity = Capacity.NON_VOTING if key in self.on_probation else Capacity.VOTING
            found.append((key, not away, self.draw.choice(ABSENT_BECAUSE) if away else "", capacity.value, True))
        return found

    def row(
        self,
        place: Organisation,
        kinds: Sequence[MeetingKind],
        day: date,
        hour: int,
        *,
        filed: date | None,
        reason: str = "",
        people: Sequence[int] = (),
        topic: str = "",
    ) -> tuple[Any, ...]:
        """The values of one meeting."""
        self.number += 1
        said = day - timedelta(days=30) if self.draw.happens(COPIED) else day
        usual = TOPICS[said.month % len(TOPICS)] if MeetingKind.COMMITTEE not in kinds else ""
        text = what_was_said(kinds, said, topic)
        chair = people[0] if people else None
        outcome = Outcome.NOT_HELD if reason else Outcome.HELD if filed else Outcome.CALLED
        return (
            place.pk, day, moment(filed or day), "支部党务工作者", RecordState.FILED if filed else RecordState.DRAFT,
            outcome, topic or usual, time(hour), time(hour + 1, 30), PLACES[place.pk % len(PLACES)],
            AGENDAS[kinds[0]], "" if reason or not filed else text, reason, chair,
            people[-1] if people else None, chair if MeetingKind.LESSON in kinds else None,
            f"{self.city.number:03d}{self.number:07d}", day - timedelta(days=5), filed,
            filed + timedelta(days=LOCK_DAYS) if filed else None,
        )  # fmt: skip

    def write(self, sessions: Iterator[Session]) -> None:
        """Write meetings with what they count as, who was there and what was decided: four statements however many."""
        found = list(sessions)
        keys = insert_many(Meeting, NAMES, [session.row for session in found])
        pairs = list(zip(keys, found, strict=True))
        counts = [(key, place, kind) for key, session in pairs for place, kind in session.counts]
        insert_many(CountsAs, ("meeting_id", "organisation_id", "kind"), counts)
        people = [(key, *person) for key, session in pairs for person in session.people]
        insert_many(Attendance, ("meeting_id", "member_id", "present", "reason", "capacity", "due"), people)
        decided = [(key, text) for key, session in pairs for text in session.decided]
        insert_many(Decision, ("meeting_id", "text"), decided)
        for model, rows in ((Meeting, found), (CountsAs, counts), (Attendance, people), (Decision, decided)):
            self.city.written[model._meta.label_lower] += len(rows)

    def write_calls(self) -> None:
        """What is called for the coming days, with the answers given so far."""
        for branch in self.city.branches:
            if branch.organisation.short_name != SHOWN and not self.draw.happens(0.4):
                continue
            day = self.city.day + timedelta(
                days=1 if branch.organisation.short_name == SHOWN else self.draw.randint(1, 18)
            )
            kinds = [MeetingKind.GENERAL, MeetingKind.PARTY_DAY]
            row = list(self.row(branch.organisation, kinds, day, 15, filed=None))
            row[NAMES.index("called_on")] = self.city.day - timedelta(days=self.draw.randint(0, 4))
            row[NAMES.index("topic")] = "喜迎党的十九大"
            self.write(iter([Session(tuple(row), [(branch.organisation.pk, kind.value) for kind in kinds])]))
            meeting = Meeting.objects.order_by("-pk")[0].pk
            said = [key for key in self.expected(branch.people, day) if self.draw.happens(0.7)]
            replies = [(meeting, key, n % 9 != 4, "值班" if n % 9 == 4 else "") for n, key in enumerate(said)]
            insert_many(Reply, ("meeting_id", "member_id", "coming", "reason"), replies)
            self.city.written[Reply._meta.label_lower] += len(replies)


SHOWN = "配电支部"
"""The branch whose secretary and members have accounts: it meets tomorrow."""


def months(first: date, last: date) -> list[Period]:
    """The months from one day to another."""
    found = [Period.containing(PeriodKind.MONTH, first)]
    while found[-1].ends_on <= last:
        found.append(found[-1].next())
    return found


def nth_weekday(month: Period, weekday: int, n: int) -> date:
    """The n-th Monday, Tuesday … of a month."""
    first = month.starts_on + timedelta(days=(weekday - month.starts_on.weekday()) % 7)
    return first + timedelta(days=7 * (n - 1))


def moment(day: date) -> datetime:
    """The middle of a working day, when things are entered."""
    return datetime.combine(day, time(17, 20), tzinfo=timezone.get_current_timezone())


def what_was_said(kinds: Sequence[MeetingKind], day: date, topic: str = "") -> str:
    """What was said: a text of the kind and the month, the next one where the topic is not that of the month."""
    texts = SAID[kinds[0]]
    about = topic or TOPICS[day.month % len(TOPICS)]
    return "\n".join((texts[(day.month + bool(topic)) % len(texts)], about + f"（{day.year}年{day.month}月）"))
