"""Heart-to-heart talks: about four a quarter in each branch, and one between leaders of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField
from django.db.models.functions import Cast
from django.utils.timezone import make_aware

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Post
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation
from dangjian.work.life.enums import DayPart, PairType, TalkMethod, TalkSide
from dangjian.work.life.models import MustTalkReason, Talk, TalkParticipant
from dangjian.work.life.services import begin_talk_reasons

from .draw import Weighted
from .world import Branch, City

QUARTERS = ("2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4", "2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")
MUST, OUTSIDE, LATE = 0.16, 0.05, 0.05
"""Share of talks on a must-talk occasion, with somebody outside the Party, and entered weeks later."""
NUMBERS = Weighted({2: 2, 3: 4, 4: 6, 5: 4, 6: 1})
PAIRS = Weighted({PairType.COMMITTEE_AND_MEMBERS: 6, PairType.AMONG_MEMBERS: 3, PairType.IN_COMMITTEE: 2})
METHODS = Weighted({TalkMethod.INDIVIDUAL: 12, TalkMethod.GROUP: 2, TalkMethod.INTERVIEW: 1})
PLACES = ("谈话室", "党员活动室", "办公室", "会议室", "")
OUTLINES = (
    "交流近期学习体会和工作打算，互提意见一条，态度诚恳。",
    "谈岗位职责落实情况，对方提出希望多参加业务培训。",
    "肯定成绩，指出主动性还可加强，对方表示接受并改进。",
    "听取对支部工作的意见建议，拟在下次支委会上研究。",
    "就分工协作交换意见，消除误会，约定今后多沟通。",
    "了解思想和生活情况，请支部适当安排工作。",
    "围绕“两学一做”谈收获、找差距，明确下一步努力方向。",
    "就窗口服务中的问题交换看法，商定改进办法。",
)
NAMES = ("林先生", "吴女士", "郑师傅", "叶女士", "黄先生")
FIRST = date(2016, 1, 4)
Sitting = dict[int, list[tuple[int, date, date | None]]]


def build(city: City) -> None:
    """Write the talks of a city with their two sides."""
    begin_talk_reasons(by=None)
    first = city.keys.upcoming(Talk)
    talks = Talks(city)
    city.write(talks.all())
    city.write(talks.sides)
    written = Talk.objects.filter(pk__gte=first)
    written.update(entered_at=Cast("happened_on", DateTimeField()))
    for moment, keys in talks.late.items():
        written.filter(pk__in=keys).update(entered_at=make_aware(datetime.combine(moment, datetime.min.time())))


class Talks:
    """Draws the talks of one city; the sides are kept beside until the talks are written."""

    def __init__(self, city: City) -> None:
        self.city, self.draw = city, city.draw("talks")
        self.sides: list[TalkParticipant] = []
        self.late: dict[date, list[int]] = defaultdict(list)
        self.reasons = list(MustTalkReason.objects.order_by("ordinal").values_list("pk", flat=True))
        self.sitting: Sitting = defaultdict(list)
        posts = Post.objects.within(city.committee.path).filter(title__in=COMMITTEE_TITLES).order_by("pk")
        for place, member, since, until in posts.values_list("organisation", "member", "starts_on", "ends_on"):
            self.sitting[place].append((member, since, until))

    def all(self) -> Iterator[Talk]:
        """All talks, direct organisation by direct organisation."""
        for direct in self.city.direct:
            for branch in direct.branches:
                yield from self.of_branch(branch)
            if direct.organisation.pk not in {branch.organisation.pk for branch in direct.branches}:
                yield from self.between_leaders(direct.organisation)

    def of_branch(self, branch: Branch) -> Iterator[Talk]:
        """A few each quarter, fewer in the quarter that has just begun."""
        names = {person.key: person.name for person in branch.people}
        for key in QUARTERS:
            period = Period.parse(key)
            number = self.draw.one_of(NUMBERS)
            for _n in range(number if period.last_day <= self.city.day else number // 3):
                on = self.draw.day(max(period.starts_on, FIRST), min(period.last_day, self.city.day))
                here = [p.key for p in branch.people if p.since <= on]
                if branch.organisation.starts_on <= on and len(here) > 1:
                    yield self.drawn(branch.organisation, on, here, names)

    def drawn(self, organisation: Organisation, on: date, here: list[int], names: dict[int, str]) -> Talk:
        """One talk in a branch on a day."""
        committee = [key for key in self.on_committee(organisation, on) if key in names]
        pair = self.draw.one_of(PAIRS)
        if pair == PairType.IN_COMMITTEE and len(committee) > 1:
            one, other = self.draw.sample(committee, 2)
            return self.talk(organisation, on, pair, one, [other], names[one])
        plain = [key for key in here if key not in committee]
        if committee and plain and self.draw.happens(OUTSIDE):
            one = committee[0]
            return self.talk(organisation, on, PairType.WITH_NON_MEMBERS, one, [], names[one])
        if committee and plain and pair != PairType.AMONG_MEMBERS:
            one, other = self.draw.choice(committee), self.draw.choice(plain)
            return self.talk(organisation, on, PairType.COMMITTEE_AND_MEMBERS, one, [other], names[one])
        one, other = self.draw.sample(plain if len(plain) > 1 else here, 2)
        among = not {one, other} & set(committee)
        pair = PairType.AMONG_MEMBERS if among else PairType.COMMITTEE_AND_MEMBERS
        return self.talk(organisation, on, pair, one, [other], names[one])

    def between_leaders(self, organisation: Organisation) -> Iterator[Talk]:
        """One talk each quarter between two of the leading group or the committee."""
        for key in QUARTERS:
            period = Period.parse(key)
            on = self.draw.day(max(period.starts_on, FIRST), min(period.last_day, self.city.day))
            leaders = self.on_committee(organisation, on)
            if len(leaders) > 1:
                one, other = self.draw.sample(leaders, 2)
                yield self.talk(organisation, on, PairType.BETWEEN_LEADERS, one, [other], "")

    def on_committee(self, organisation: Organisation, on: date) -> list[int]:
        """Who sits on a committee or leading group on a day, each once."""
        sitting = self.sitting[organisation.pk]
        return list(dict.fromkeys(m for m, since, until in sitting if since <= on and (until is None or on < until)))

    def talk(
        self, organisation: Organisation, on: date, pair: PairType, one: int, others: Sequence[int], writer: str
    ) -> Talk:
        """A talk with its sides."""
        draw, key = self.draw, self.city.keys.take(Talk)
        self.sides += [
            TalkParticipant(talk_id=key, member_id=one, side=TalkSide.TALKER),
            *(TalkParticipant(talk_id=key, member_id=other, side=TalkSide.TALKED_TO) for other in others),
        ]
        entered = on + timedelta(days=draw.randint(14, 40))
        if draw.happens(LATE) and entered <= self.city.day:
            self.late[entered.replace(day=min(entered.day, 28))].append(key)
        return Talk(
            pk=key,
            organisation=organisation,
            happened_on=on,
            entered_by=writer,
            pair_type=pair,
            method=draw.one_of(METHODS),
            reason_id=draw.choice(self.reasons) if draw.happens(MUST) else None,
            day_part=draw.choice((DayPart.MORNING, DayPart.AFTERNOON)),
            place=draw.choice(PLACES),
            outsiders="" if others else draw.choice(NAMES),
            outline=draw.choice(OUTLINES),
        )
