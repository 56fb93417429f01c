"""Three years of 1 July commendations: calls, nominations from below, notices, and the honours that came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.foundation.members.models import Membership, Post
from dangjian.foundation.organisations.queries import terms_overdue
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards.codes import ALPHABET, LENGTH
from dangjian.work.awards.enums import Department, ObjectionOutcome, ObjectionWay, Subject
from dangjian.work.awards.models import (
    AwardClass,
    AwardProgramme,
    Call,
    CallCondition,
    CallPhase,
    Honour,
    LevelOpinion,
    Nomination,
    Objection,
    OpinionReceipt,
    PublicNotice,
)
from dangjian.work.awards.programmes import BY_KEY, JULY_FIRST
from dangjian.work.awards.services import begin_programmes
from dangjian.work.awards.services.notices import notice_ends
from dangjian.work.life.enums import Grade
from dangjian.work.life.models import Appraisee

from .draw import Draw
from .world import City

YEARS = (2015, 2016, 2017)
DIRECT_SHARE = 0.6
"""Share of direct organisations among those commended, as in the municipal sample (30 of 50)."""
MORE, WITHDRAWN, REFUSED = 0.12, 0.02, 0.02
"""How many more are entered than there are places; share of nominations withdrawn and refused."""
CONTACT = "市直机关工委组织科"
DEEDS = {
    Subject.ORGANISATION: "“三会一课”按期召开，党员作用发挥明显，围绕中心服务群众有实绩，群众满意度较高。",
    Subject.MEMBER: "立足本职，勤勉敬业，在急难任务中冲在前面，热心服务群众，得到党员群众好评。",
}
CHOSEN = "条件符合，事迹突出，群众公认，经会议研究同意。"
OTHERS = "条件符合，因名额有限，本次未予入选。"
HELPED = "事迹材料实在，有具体事例；建议补充服务对象的评价。"


def build(city: City) -> None:
    """Write three years of commendations of a city."""
    begin_programmes(by=None)
    programme = AwardProgramme.objects.get(key=JULY_FIRST)
    first = {model: city.keys.upcoming(model) for model in (Call, Nomination, Honour)}
    for year in YEARS:
        Year(city, programme, year).write()
    for model, key in first.items():
        model.objects.filter(pk__gte=key).update(entered_at=Cast("happened_on", DateTimeField()))


@dataclass(frozen=True)
class Candidate:
    """Who can be put forward: an organisation, or a member with the branch."""

    organisation: Organisation
    member: int | None
    name: str


class Year:
    """The round of one year while it is written."""

    def __init__(self, city: City, programme: AwardProgramme, year: int) -> None:
        self.city, self.programme, self.year = city, programme, year
        self.draw: Draw = city.draw(f"commendations-{year}")
        self.outline = BY_KEY[JULY_FIRST]
        self.asked = date(year, 5, 10)
        self.call = Call(
            pk=city.keys.take(Call),
            organisation=city.committee,
            programme=programme,
            title=f"{year}年“七一”表彰",
            for_year=date(year, 1, 1),
            text="表彰先进基层党组织、优秀共产党员和优秀党务工作者，坚持自下而上推荐、好中选优。",
            is_blind=False,
            needs_discipline=True,
            needs_personnel=True,
            happened_on=date(year, 4, 10),
            issued_on=date(year, 4, 20),
            decided_on=date(year, 6, 29),
            decision_number=f"直委〔{year}〕{self.draw.randint(20, 39)}号",
            state=RecordState.FILED,
            version=3,
        )
        published = date(year, 6, 16)
        self.notice = PublicNotice(
            pk=city.keys.take(PublicNotice),
            call=self.call,
            key=UUID(int=self.draw.getrandbits(128), version=4),
            starts_on=published,
            ends_on=notice_ends(published, self.call.notice_days),
            contact=CONTACT,
        )
        self.nominations: list[Nomination] = []
        self.honours: list[Honour] = []

    def write(self) -> None:
        """Write the round with everything that led to its honours."""
        classes = self.classes()
        self.city.write([self.call])
        self.city.write(classes)
        self.city.write(self.parts(classes))
        self.city.write(self.phases())
        self.city.write([self.notice])
        for award_class, candidates in zip(classes, self.candidates(classes), strict=True):
            self.enter(award_class, candidates)
        self.city.write(self.nominations)
        self.city.write(self.opinions())
        self.city.write(self.receipts())
        self.city.write(self.honours)
        self.city.write(self.objections())

    def classes(self) -> list[AwardClass]:
        """The three kinds with their quotas."""
        return [
            AwardClass(
                pk=self.city.keys.take(AwardClass),
                call=self.call,
                name=one.name,
                subject=one.subject,
                quota=self.city.of_size(one.quota),
                rank=rank,
            )
            for rank, one in enumerate(self.outline.classes, start=1)
        ]

    def parts(self, classes: Sequence[AwardClass]) -> Iterator[CallCondition]:
        """The conditions of each kind."""
        for award_class, one in zip(classes, self.outline.classes, strict=True):
            for key, number in one.conditions:
                yield CallCondition(
                    call=self.call, award_class=award_class, key=key, number=number, source=self.outline.source
                )

    def phases(self) -> Iterator[CallPhase]:
        """The phases by the days of the year."""
        for phase in self.outline.phases:
            starts, ends = date(self.year, *phase.starts), date(self.year, *phase.ends)
            yield CallPhase(call=self.call, kind=phase.kind, starts_on=starts, ends_on=ends)

    def candidates(self, classes: Sequence[AwardClass]) -> list[list[Candidate]]:
        """Who is entered for each kind: as many as there are places, and some more."""
        wanted = [max(one.quota + 1, round(one.quota * (1 + MORE))) for one in classes]
        members, workers = self.members(), self.workers()
        taken = self.pick(workers, wanted[2])
        rest = [one for one in members if one.member not in {worker.member for worker in taken}]
        return [self.organisations(wanted[0]), self.pick(rest, wanted[1]), taken]

    def pick(self, among: list[Candidate], count: int) -> list[Candidate]:
        """Some of them, in the order in which they stand."""
        chosen = set(self.draw.sample(range(len(among)), min(count, len(among))))
        return [one for n, one in enumerate(among) if n in chosen]

    def organisations(self, count: int) -> list[Candidate]:
        """Organisations put forward: direct ones and branches below them."""
        overdue = set(terms_overdue(date(self.year, 5, 21)).values_list("organisation", flat=True))
        since, direct = date(self.year - 1, 1, 1), [one.organisation for one in self.city.direct]
        there = [one for one in direct if one.starts_on <= since and one.pk not in overdue]
        named = {one.pk for one in direct}
        below = [branch.organisation for branch in self.city.branches if branch.organisation.pk not in named]
        below = [one for one in below if one.starts_on <= since and one.pk not in overdue]
        number = round(count * DIRECT_SHARE)
        chosen = [
            *self.pick([Candidate(one, None, one.short_name) for one in there], number),
            *self.pick([Candidate(one, None, one.short_name) for one in below], count - number),
        ]
        return sorted(chosen, key=lambda one: one.organisation.code)

    def members(self) -> list[Candidate]:
        """Full members of the year who are in their branch still, so that the honour stands with them."""
        rows = Membership.objects.on(self.asked).full().in_service().filter(member__current__ends_on=None)
        rows = rows.within(self.city.committee.path).exclude(member__full_member_on=None)
        rows = rows.filter(member__full_member_on__lte=date(self.year - 1, 4, 1)).order_by(
            "organisation__code", "member"
        )
        found = self.people(rows.values_list("organisation", "member", "member__name"))
        graded = self.graded_excellent()
        return [one for one in found if one.member in graded] if graded else found

    def graded_excellent(self) -> set[int]:
        """Whom their branches graded excellent for the year before; nobody where no such round is known."""
        rows = Appraisee.objects.within(self.city.committee.path).filter(grade=Grade.EXCELLENT)
        return set(rows.filter(appraisal__for_year__year=self.year - 1).values_list("member", flat=True))

    def workers(self) -> list[Candidate]:
        """Those in a Party post of a branch or committee."""
        rows = Post.objects.on(self.asked).within(self.city.committee.path).filter(title__in=COMMITTEE_TITLES)
        rows = rows.filter(leading_group=None, starts_on__lte=date(self.year - 1, 4, 1))
        held = set(rows.values_list("member", flat=True))
        return [one for one in self.members() if one.member in held]

    def people(self, rows: Iterable[tuple[int, int, str]]) -> list[Candidate]:
        """Rows of branch, member and name as candidates."""
        branches = {branch.organisation.pk: branch.organisation for branch in self.city.branches}
        return [Candidate(branches[key], member, name) for key, member, name in rows if key in branches]

    def enter(self, award_class: AwardClass, candidates: list[Candidate]) -> None:
        """Nominations of a kind; the first of them in chance order are commended, as many as there are places."""
        order = self.draw.sample(range(len(candidates)), len(candidates))
        spare = max(0, len(candidates) - award_class.quota)
        left = 0
        for place in order:
            gone = left < spare and self.draw.happens(WITHDRAWN + REFUSED)
            left += gone
            given = not gone and sum(h.award_class_id == award_class.pk for h in self.honours) < award_class.quota
            self.nominate(award_class, candidates[place], given=given, gone=gone)

    def nominate(self, award_class: AwardClass, who: Candidate, *, given: bool, gone: bool) -> None:
        """One nomination with its honour, where one came of it."""
        entered = self.draw.day(date(self.year, 4, 24), date(self.year, 5, 20))
        row = Nomination(
            pk=self.city.keys.take(Nomination),
            organisation=who.organisation,
            call=self.call,
            award_class=award_class,
            member_id=who.member,
            title=who.name[:120],
            deeds=DEEDS[Subject(award_class.subject)],
            happened_on=entered - timedelta(days=3),
            submitted_on=entered,
            state=RecordState.FILED,
        )
        if gone and self.draw.happens(WITHDRAWN / (WITHDRAWN + REFUSED)):
            row.withdrawn_on, row.withdrawal_reason = entered + timedelta(days=4), "本人申请撤回"
        elif gone:
            row.refused_on, row.refusal_reason = date(self.year, 6, 1), "申报材料不全，未在期限内补齐"
        else:
            row.admitted_on, row.letter_on = date(self.year, 6, 2), date(self.year, 7, 3)
            row.decision_reason, row.helped = CHOSEN if given else OTHERS, "" if given else HELPED
        if given:
            row.proposed_class, row.noticed_in = award_class, self.notice
            self.honours.append(self.honour(row, award_class))
        self.nominations.append(row)

    def honour(self, nomination: Nomination, award_class: AwardClass) -> Honour:
        """The honour of a nomination, given on 1 July."""
        return Honour(
            organisation=nomination.organisation,
            member_id=nomination.member_id,
            programme=self.programme,
            award_class=award_class,
            nomination=nomination,
            name=award_class.name,
            title=nomination.title,
            given_by=self.city.committee.name[:100],
            document_number=self.call.decision_number,
            happened_on=date(self.year, 7, 1),
            certificate_code="".join(self.draw.choices(ALPHABET, k=LENGTH)),
            state=RecordState.FILED,
        )

    def opinions(self) -> Iterator[LevelOpinion]:
        """The opinion of the direct organisation on what came from below it."""
        direct = {branch.organisation.pk: branch.direct.organisation for branch in self.city.branches}
        for row in self.nominations:
            above = direct.get(row.organisation_id)
            if above is not None and above.pk != row.organisation_id and row.submitted_on and not row.withdrawn_on:
                given = row.submitted_on + timedelta(days=4)
                yield LevelOpinion(nomination=row, organisation=above, supports=True, text="同意推荐。", given_on=given)

    def receipts(self) -> Iterator[OpinionReceipt]:
        """One paper of each department for all that took part."""
        papers = {Department.DISCIPLINE: f"直纪函〔{self.year}〕6号", Department.PERSONNEL: f"直组函〔{self.year}〕9号"}
        for row in self.nominations:
            for department, number in papers.items() if row.admitted_on else ():
                yield OpinionReceipt(
                    nomination=row, department=department, number=number, received_on=date(self.year, 6, 8)
                )

    def objections(self) -> Iterator[Objection]:
        """One objection by letter, looked into and not upheld."""
        named = [row for row in self.nominations if row.noticed_in_id]
        if named:
            yield Objection(
                notice=self.notice,
                nomination=self.draw.choice(named),
                received_on=self.notice.starts_on + timedelta(days=2),
                way=ObjectionWay.LETTER,
                content="反映推荐对象群众测评情况与材料不符。",
                handled_on=self.notice.ends_on,
                outcome=ObjectionOutcome.NOT_UPHELD,
                answer="经核对测评原始记录，材料属实。",
            )
