"""Democratic appraisal of members: the rounds of 2016 in most branches, and one of 2017 whose vote is running."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from dangjian.foundation.members.models import Condition, Membership
from dangjian.kernel.privacy.small_groups import smallest_group
from dangjian.kernel.records.models import RecordState
from dangjian.work.life.ballots import CHOICES, Contents
from dangjian.work.life.enums import BallotWay, Grade
from dangjian.work.life.grades import share_check
from dangjian.work.life.models import Appraisee, BallotBox, DemocraticAppraisal, GradeCount, SelfAssessment
from dangjian.work.life.services.appraisals.eligibility import Place, place_for

from .draw import Weighted
from .world import Branch, City

HELD, FILED, BY_PHONE, THERE = 0.94, 0.9, 0.35, 0.96
"""Share of branches that held the round of 2016, that filed it, that voted by phone; of members that took part."""
LAST_YEAR, THIS_YEAR = date(2016, 1, 1), date(2017, 1, 1)
FIRST, LAST = date(2016, 12, 12), date(2017, 2, 20)
SHOWN = "配电支部"
"""The branch of those who sign in: its members have written about themselves, and its vote of 2017 is running."""
VOTING = date(2017, 9, 28)
MARKS = Weighted({Grade.EXCELLENT: 32, Grade.QUALIFIED: 60, Grade.BASICALLY_QUALIFIED: 3, "abstained": 5})
POOR = 0.006, 0.002
"""Share of members graded basically qualified and unqualified."""
WORDS = (
    ("坚定理想信念，自觉学习党章党规和系列讲话。", "学习不够系统，联系实际不够紧密。"),
    ("遵守党的纪律和单位各项制度，按时参加组织生活。", "个别时候请假偏多，今后改进。"),
    ("作风正派，待人诚恳，勤俭持家。", "有时性子偏急，注意方式方法。"),
    ("立足岗位，主动承担急难任务，热心服务群众。", "创新意识有待加强。"),
)
Rows = dict[int, list[tuple[int, str, str, date, date | None]]]


def build(city: City) -> None:
    """Write the rounds of a city."""
    first = city.keys.upcoming(DemocraticAppraisal)
    rounds = Rounds(city)
    city.write(rounds.all())
    city.write(rounds.places)
    city.write(rounds.counts)
    city.write(rounds.written)
    DemocraticAppraisal.objects.filter(pk__gte=first).update(entered_at=Cast("happened_on", DateTimeField()))


class Rounds:
    """Draws the rounds of one city; what belongs to them is kept beside until they are written."""

    def __init__(self, city: City) -> None:
        self.city, self.draw = city, city.draw("appraisals")
        self.places: list[Appraisee] = []
        self.counts: list[GradeCount] = []
        self.written: list[SelfAssessment] = []
        self.members: Rows = defaultdict(list)
        rows = Membership.objects.within(city.committee.path).exclude(status="ended").order_by("member__pinyin", "pk")
        names = ("organisation", "member", "category", "status", "starts_on", "ends_on")
        for branch, member, category, status, since, until in rows.values_list(*names):
            self.members[branch].append((member, category, status, since, until))
        self.conditions: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
        held = Condition.objects.within(city.committee.path).order_by("pk")
        for member, kind, since, until in held.values_list("member", "kind", "starts_on", "ends_on"):
            self.conditions[member].append((kind, since, until))

    def all(self) -> Iterator[DemocraticAppraisal]:
        """The rounds of 2016, and the one that is running."""
        for branch in self.city.branches:
            if self.draw.happens(HELD) and (made := self.of_last_year(branch)):
                yield made
        shown = self.city.branch_called(SHOWN) if self.city.number == 0 else None
        if shown and (made := self.running(shown)):
            yield made

    def placed(self, branch: Branch, day: date) -> list[tuple[int, Place]]:
        """Who has which place in a branch on a day."""
        found = []
        for member, category, status, since, until in self.members[branch.organisation.pk]:
            if since <= day and (until is None or day < until):
                kinds = {k for k, a, b in self.conditions[member] if a <= day and (b is None or day < b)}
                found.append((member, place_for(category=category, status=status, conditions=kinds)))
        return found

    def of_last_year(self, branch: Branch) -> DemocraticAppraisal | None:
        """A round with its places, count and grades."""
        draw, opened = self.draw, self.draw.day(FIRST, LAST)
        places = self.placed(branch, opened)
        if branch.organisation.starts_on > opened or not any(place.is_graded for _member, place in places):
            return None
        voting = opened + timedelta(days=draw.randint(7, 20))
        decided = voting + timedelta(days=draw.randint(0, 3))
        told = decided + timedelta(days=draw.randint(1, 9))
        filed = told + timedelta(days=draw.randint(1, 15)) if draw.happens(FILED) else None
        voters = sum(place.may_vote for _member, place in places)
        phone = voters >= smallest_group() and draw.happens(BY_PHONE)
        appraisal = DemocraticAppraisal(
            pk=self.city.keys.take(DemocraticAppraisal),
            organisation=branch.organisation,
            for_year=LAST_YEAR,
            happened_on=opened,
            ballots=BallotWay.PHONE if phone else BallotWay.PAPER,
            voting_on=voting,
            closed_on=voting,
            decided_on=decided,
            told_on=told,
            filed_on=filed,
            state=RecordState.FILED if filed else RecordState.DRAFT,
            first_counter="" if phone else "计票人甲",
            second_counter="" if phone else "计票人乙",
        )
        self.fill(appraisal, places)
        return appraisal

    def fill(self, appraisal: DemocraticAppraisal, places: list[tuple[int, Place]]) -> None:
        """Places with grades, and what the vote came to."""
        draw, graded, ballots = self.draw, [], 0
        for member, place in places:
            came = draw.happens(THERE if place.is_expected else 0.2 if place.may_vote else 0)
            row = self.place(appraisal, member, place, came=came)
            ballots += came and place.may_vote
            if place.is_graded:
                graded.append(row)
        check = share_check(excellent=0, graded=len(graded), members=len(places), on=FIRST)
        best = {row.pk for row in draw.sample(graded, draw.randint(check.allowed * 2 // 3, check.allowed))}
        for row in graded:
            poor = draw.random()
            row.grade = Grade.EXCELLENT if row.pk in best else Grade.QUALIFIED
            if row.pk not in best and poor < sum(POOR):
                row.grade = Grade.UNQUALIFIED if poor < POOR[1] else Grade.BASICALLY_QUALIFIED
        appraisal.ballots_counted = ballots
        if ballots >= smallest_group():
            self.counts += [self.count(row, ballots) for row in graded]

    def count(self, row: Appraisee, ballots: int) -> GradeCount:
        """Sums of a vote for one member."""
        sums = dict.fromkeys(CHOICES, 0)
        for _n in range(ballots):
            sums[self.draw.one_of(MARKS)] += 1
        return GradeCount(place_id=row.pk, **sums)

    def place(self, appraisal: DemocraticAppraisal, member: int, place: Place, *, came: bool) -> Appraisee:
        """A place of a round."""
        row = Appraisee(
            pk=self.city.keys.take(Appraisee),
            appraisal_id=appraisal.pk,
            member_id=member,
            is_expected=place.is_expected,
            may_vote=place.may_vote,
            is_graded=place.is_graded,
            reason=place.reason,
            took_part=came,
        )
        self.places.append(row)
        return row

    def running(self, branch: Branch) -> DemocraticAppraisal | None:
        """The round of 2017 in the branch of those who sign in: assessed by half of them, voting by phone."""
        places = self.placed(branch, VOTING)
        if sum(place.may_vote for _member, place in places) < smallest_group():
            return None
        appraisal = DemocraticAppraisal(
            pk=self.city.keys.take(DemocraticAppraisal),
            organisation=branch.organisation,
            for_year=THIS_YEAR,
            happened_on=VOTING - timedelta(days=9),
            ballots=BallotWay.PHONE,
            voting_on=VOTING,
            state=RecordState.DRAFT,
        )
        rows = [self.place(appraisal, member, place, came=False) for member, place in places]
        box = BallotBox(pk=UUID(int=self.draw.getrandbits(128), version=4))
        contents = Contents.empty(
            str(box.pk), [row.pk for row in rows if row.is_graded], sum(row.may_vote for row in rows)
        )
        box.sealed = contents.text()
        self.city.write([box])
        appraisal.box = box
        for row in rows[::2]:
            texts = [good + self.draw.choice(("", bad)) for good, bad in WORDS]
            named = dict(zip(("politics", "discipline", "character", "role"), texts, strict=True))
            self.written.append(SelfAssessment(place_id=row.pk, written_on=VOTING - timedelta(days=2), **named))
        return appraisal
