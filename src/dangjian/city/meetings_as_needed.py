"""What is held beyond the rhythm of the months: as work asks for it, and by the leading groups of units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Post
from dangjian.kernel.periods import Interval, Period
from dangjian.kernel.tree.models import Organisation
from dangjian.work.life.enums import MeetingKind

from .catalogue_of_meetings import STUDIED
from .meetings import BEGIN, Life, Session, months, nth_weekday
from .world import Branch, City

SECOND, DEVELOPING, SMALL_LESSON, STUDY = 0.32, 0.33, 0.1, 0.93
"""Shares: months with a second committee meeting, quarters with a members' meeting on admissions, months with a short
lesson, months in which a central group studies."""
FIRST_NUMBER = 5_000_000
"""Their sheets are numbered behind those of every month, those of joint meetings behind these."""
JOINT = 0.12
"""Share of the half-years in which neighbouring groups of a branch meet jointly."""
JOINT_NUMBER = 8_000_000
JOINTLY = ("两个小组合编学习，互讲一课", "联合走访服务对象，现场交流", "岗位比武，互学互评")
DEVELOPED = ("讨论接收预备党员", "讨论预备党员转正", "推荐先进个人人选")
"""What a further members' meeting of a quarter is about."""
JUDGED_IN = 12
"""The month of the democratic life meetings."""


def build(city: City) -> None:
    """Write these meetings of a city."""
    life = Life(city, "meetings as needed", FIRST_NUMBER)
    needed = AsNeeded(city, life)
    for branch in city.branches:
        life.write(needed.of_branch(branch))
    together = AsNeeded(city, Life(city, "joint meetings", JOINT_NUMBER))
    for branch in city.branches:
        together.life.write(together.of_groups(branch))
    groups = Post.objects.within(city.committee.path or "-").exclude(leading_group=None).order_by("organisation", "pk")
    seats: dict[int, list[tuple[int, Interval]]] = {}
    for place, member, starts_on, ends_on in groups.values_list("organisation", "member", "starts_on", "ends_on"):
        seats.setdefault(place, []).append((member, Interval(starts_on, ends_on)))
    for organisation in Organisation.objects.filter(pk__in=seats).order_by("pk"):
        life.write(needed.of_leading_group(organisation, seats[organisation.pk]))


class AsNeeded:
    """Draws them by the hand that draws those of every month."""

    def __init__(self, city: City, life: Life) -> None:
        self.city, self.life, self.draw = city, life, life.draw

    def of_branch(self, branch: Branch) -> Iterator[Session]:
        """Second meetings of the committee, members' meetings on admissions, short lessons."""
        place, life = branch.organisation, self.life
        seats = life.seated([seat for seat in life.seats[place.pk] if seat[1] in COMMITTEE_TITLES])
        weekday = self.draw.randrange(5)
        for month in months(BEGIN, self.city.day):
            if month.starts_on < place.starts_on or (place.ends_on and month.ends_on > place.ends_on):
                continue
            if len(seats) >= 3 and self.draw.happens(SECOND):
                day = nth_weekday(month, weekday, 3)
                yield from life.session(place, [MeetingKind.COMMITTEE], day, 16, seats, careless=False)
            if self.draw.happens(SMALL_LESSON):
                day = nth_weekday(month, (weekday + 3) % 5, 2)
                yield from life.session(place, [MeetingKind.LESSON], day, 17, branch.people, careless=False)
            if month.starts_on.month % 3 == 2 and self.draw.happens(DEVELOPING):
                yield from self.on_admissions(branch, month, weekday)

    def of_groups(self, branch: Branch) -> Iterator[Session]:
        """Joint meetings of neighbouring groups, in spring and in autumn: one record that counts for both."""
        for first in range(len(branch.groups) - 1):
            pair = branch.groups[first : first + 2]
            inside = [person for n in (first, first + 1) for person in branch.people[n :: len(branch.groups)]]
            for month in months(BEGIN, self.city.day):
                if month.starts_on.month in (4, 9) and self.draw.happens(JOINT):
                    day = max(nth_weekday(month, 2, 2), *(group.starts_on for group in pair))
                    topic = self.draw.choice(JOINTLY)
                    yield from self.life.session(
                        pair[0], [MeetingKind.GROUP], day, 16, inside, careless=False, topic=topic, jointly=pair[1:]
                    )

    def on_admissions(self, branch: Branch, month: Period, weekday: int) -> Iterator[Session]:
        """A members' meeting of a quarter about one matter."""
        day, topic = nth_weekday(month, weekday, 2), self.draw.choice(DEVELOPED)
        yield from self.life.session(
            branch.organisation, [MeetingKind.GENERAL], day, 10, branch.people, careless=False, topic=topic
        )

    def of_leading_group(self, place: Organisation, seats: list[tuple[int, Interval]]) -> Iterator[Session]:
        """The study of the central group in most months, and the democratic life meeting of the year."""
        life = self.life
        for month in months(BEGIN, self.city.day):
            day = nth_weekday(month, 4, 2)
            if self.draw.happens(STUDY):
                topic = STUDIED[month.starts_on.month % len(STUDIED)]
                yield from life.session(place, [MeetingKind.CENTRAL_GROUP], day, 8, seats, careless=False, topic=topic)
            if month.starts_on.month == JUDGED_IN:
                held_on = day + timedelta(days=self.draw.randint(5, 12))
                yield from life.session(place, [MeetingKind.DEMOCRATIC_LIFE], held_on, 9, seats, careless=False)
