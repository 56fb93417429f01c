"""Reviews of service brands: the one that ended in autumn 2017 with its honours, and one that is running, blind.

Who judged them is in ``panels``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from dangjian.work.awards.codes import ALPHABET, LENGTH
from dangjian.work.awards.enums import PhaseKind, Subject
from dangjian.work.awards.models import (
    AwardClass,
    AwardProgramme,
    Call,
    CallPhase,
    Criterion,
    Honour,
    LevelOpinion,
    Nomination,
    PublicNotice,
)
from dangjian.work.awards.services import begin_programmes
from dangjian.work.awards.services.notices import notice_ends
from dangjian.work.brands.models import Brand, TakenService
from dangjian.work.brands.stages import RECORD_KIND

from .catalogue_of_brands import BRANDS
from .world import City

EXCELLENT, NOMINATED, SHORT_LISTED, ENTERED, RUNNING = 20, 10, 36, 62, 24
"""Honours (the article's numbers), short list and entries of the finished review, entries of the running one."""
PROGRAMME = "service-brands"
NAMED = ("发改委", "地税局", "经信委", "检察院")
"""Units whose brands the article tells of."""
CRITERIA = (
    ("内涵", "服务谁、怎样服务，写得清楚", 25, False),
    ("载体", "有队伍、有岗位、有制度", 20, False),
    ("成效", "以记录和群众评价为据", 30, False),
    ("影响", "可学、可用、可推广", 10, False),
    ("名称标识与现场展示", "响亮、贴切、便于传播，讲得清楚、答得上来", 15, True),
)
"""What is scored, its weight, and whether at the presentation: a name tells whose it is, so it is judged there."""
GIVEN_BY = "市直机关工委"
CONTACT = "市直机关工委组织科"
CHOSEN = "综合评审得分和现场展示，经工委会议研究确定。"
OTHERS = "综合评审得分，因名额有限，本次未予入选。"
HELPED = "载体实在、服务对象明确；建议补充群众评价和可以核对的记录。"
DECIDED_ON = date(2017, 9, 22)
Phases = tuple[tuple[PhaseKind, date], ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A review of brands: its title, classes with quotas, phases by their first days, and the day after the last."""

    title: str
    text: str
    classes: tuple[tuple[str, int], ...]
    phases: Phases
    ends_on: date
    reviews_each: int
    decided_on: date | None = None
    number: str = ""

    @property
    def issued_on(self) -> date:
        """A week before nominations begin."""
        return self.phases[0][1] - timedelta(days=7)

    def first_day(self, kind: PhaseKind) -> date:
        """The first day of a phase."""
        return dict(self.phases)[kind]


FINISHED = Round(
    title="2017年市直机关优秀“党建服务品牌”评选",
    text="总结近两年品牌创建成果，评选一批叫得响、过得硬、可推广的党建服务品牌。",
    classes=(("优秀“党建服务品牌”", EXCELLENT), ("优秀“党建服务品牌”提名奖", NOMINATED)),
    phases=(
        (PhaseKind.NOMINATING, date(2017, 6, 12)),
        (PhaseKind.CHECKING, date(2017, 7, 10)),
        (PhaseKind.DECLARING, date(2017, 7, 24)),
        (PhaseKind.SCORING, date(2017, 7, 27)),
        (PhaseKind.DISCUSSING, date(2017, 8, 21)),
        (PhaseKind.PRESENTING, date(2017, 8, 30)),
        (PhaseKind.DECIDING, date(2017, 9, 4)),
        (PhaseKind.NOTICE, date(2017, 9, 11)),
    ),
    ends_on=date(2017, 9, 19),
    reviews_each=4,
    decided_on=DECIDED_ON,
    number="直工委〔2017〕41号",
)
NOW_RUNNING = Round(
    title="2017年市直机关支部特色服务品牌评选",
    text="面向总支、支部和上一轮未获奖的品牌，匿名评审，重在日常成效。",
    classes=(("支部特色服务品牌", 8),),
    phases=(
        (PhaseKind.NOMINATING, date(2017, 9, 4)),
        (PhaseKind.CHECKING, date(2017, 9, 22)),
        (PhaseKind.DECLARING, date(2017, 9, 27)),
        (PhaseKind.SCORING, date(2017, 9, 29)),
        (PhaseKind.DISCUSSING, date(2017, 10, 23)),
        (PhaseKind.PRESENTING, date(2017, 10, 30)),
        (PhaseKind.DECIDING, date(2017, 11, 3)),
        (PhaseKind.NOTICE, date(2017, 11, 6)),
    ),
    ends_on=date(2017, 11, 14),
    reviews_each=3,
)


def build(city: City) -> None:
    """Write both reviews of a city with their nominations and honours."""
    first = {model: city.keys.upcoming(model) for model in (Call, Nomination, Honour)}
    reviews = Reviews(city)
    entered = reviews.in_order()
    finished, running = reviews.call(FINISHED), reviews.call(NOW_RUNNING)
    honoured = reviews.finish(finished, entered[: city.of_size(ENTERED)])
    left = [brand for brand in entered if brand.pk not in honoured]
    reviews.enter(running, left[: city.of_size(RUNNING)])
    reviews.write()
    for model, key in first.items():
        model._default_manager.filter(pk__gte=key).update(entered_at=Cast("happened_on", DateTimeField()))


class Reviews:
    """Draws the reviews of one city and keeps their rows until they are written."""

    def __init__(self, city: City) -> None:
        self.city, self.draw = city, city.draw("brand-reviews")
        begin_programmes(by=None)
        self.programme = AwardProgramme.objects.get(key=PROGRAMME)
        self.calls: list[Call] = []
        self.classes: list[AwardClass] = []
        self.parts: list[Criterion | CallPhase] = []
        self.notices: list[PublicNotice] = []
        self.nominations: list[Nomination] = []
        self.honours: list[Honour] = []
        self.services: dict[int, list[str]] = defaultdict(list)
        taken = TakenService.objects.within(city.committee.path)
        for brand, name in taken.order_by("brand", "service__ordinal").values_list("brand", "service__name"):
            self.services[brand].append(name)

    def write(self) -> None:
        """Write everything, what others point to before them."""
        criteria = [part for part in self.parts if isinstance(part, Criterion)]
        phases = [part for part in self.parts if isinstance(part, CallPhase)]
        for rows in (
            self.calls,
            self.classes,
            criteria,
            phases,
            self.notices,
            self.nominations,
            self.opinions(),
            self.honours,
        ):
            self.city.write(rows)

    def in_order(self) -> list[Brand]:
        """The living brands in practice: those that the article tells of, then the others as drawn."""
        rows = Brand.objects.within(self.city.committee.path).living().exclude(practised_since=None)
        brands = list(rows.select_related("organisation__parent__parent__parent").order_by("pk"))
        named = [BRANDS[unit].name for unit in NAMED]
        first = [brand for brand in brands if brand.name in named]
        return first + self.draw.sample([b for b in brands if b not in first], len(brands) - len(first))

    def call(self, one: Round) -> Call:
        """A call with its classes, criteria and phases."""
        call = Call(
            pk=self.city.keys.take(Call),
            organisation=self.city.committee,
            programme=self.programme,
            happened_on=one.issued_on,
            entered_by="工委组织科",
            title=one.title,
            for_year=date(2017, 1, 1),
            text=one.text,
            reviews_each=one.reviews_each,
            issued_on=one.issued_on,
            decided_on=one.decided_on,
            decision_number=one.number,
        )
        self.calls.append(call)
        self.classes += self.classes_of(call, one)
        self.parts += [
            Criterion(call=call, name=name, explanation=what, weight=weight, rank=rank, is_live=is_live)
            for rank, (name, what, weight, is_live) in enumerate(CRITERIA, start=1)
        ]
        days = [day for _kind, day in one.phases] + [one.ends_on]
        self.parts += [
            CallPhase(call=call, kind=kind, starts_on=day, ends_on=until)
            for (kind, day), until in zip(one.phases, days[1:], strict=True)
        ]
        return call

    def classes_of(self, call: Call, one: Round) -> Iterator[AwardClass]:
        """Its classes; each after the first is filled from those next in line."""
        first: AwardClass | None = None
        for rank, (name, quota) in enumerate(one.classes, start=1):
            made = AwardClass(
                pk=self.city.keys.take(AwardClass),
                call=call,
                name=name,
                subject=Subject.RECORD,
                record_kind=RECORD_KIND,
                quota=self.city.of_size(quota),
                rank=rank,
                runner_up_of=first,
            )
            first = first or made
            yield made

    def enter(self, call: Call, brands: Sequence[Brand]) -> list[Nomination]:
        """Brands entered for a review and admitted to it."""
        first = next(one for one in self.classes if one.call_id == call.pk)
        begins = next(p.starts_on for p in self.parts if isinstance(p, CallPhase) and p.call_id == call.pk)
        made = []
        for brand in brands:
            day = begins + timedelta(days=self.draw.randint(2, 14))
            made.append(
                Nomination(
                    pk=self.city.keys.take(Nomination),
                    organisation=brand.organisation,
                    call=call,
                    award_class=first,
                    record_kind=RECORD_KIND,
                    record_id=brand.pk,
                    happened_on=day,
                    entered_by="党务专干",
                    title=brand.name,
                    deeds=f"{brand.meaning}\n{brand.carrier}\n{brand.promise}",
                    blind_title=f"{'、'.join(self.services[brand.pk])}类品牌",
                    blind_deeds=f"{without_name(brand)}\n{brand.carrier}\n{brand.promise}",
                    blind_confirmed_on=day,
                    submitted_on=day,
                    admitted_on=day + timedelta(days=self.draw.randint(2, 4)),
                )
            )
        self.nominations += made
        return made

    def finish(self, call: Call, brands: Sequence[Brand]) -> set[int]:
        """Short list, proposals and honours of the finished review; the keys of the brands honoured."""
        entries = self.enter(call, brands)
        places = [one for one in self.classes if one.call_id == call.pk]
        listed = FINISHED.first_day(PhaseKind.PRESENTING) - timedelta(days=1)
        for entry in entries[: self.city.of_size(SHORT_LISTED)]:
            entry.short_listed_on = listed
        notice = self.notice(call)
        rest = iter(entries)
        for award_class in places:
            for entry in islice(rest, award_class.quota):
                entry.proposed_class, entry.noticed_in, entry.decision_reason = award_class, notice, CHOSEN
                self.honours.append(self.honour(entry, award_class))
        for entry in rest:
            entry.decision_reason, entry.helped = OTHERS, HELPED
        for entry in entries:
            entry.letter_on = DECIDED_ON + timedelta(days=4)
        return {one.record_id for one in self.honours if one.record_id}

    def notice(self, call: Call) -> PublicNotice:
        """The public notice of those proposed, which nobody objected to."""
        published = FINISHED.first_day(PhaseKind.NOTICE)
        made = PublicNotice(
            pk=self.city.keys.take(PublicNotice),
            call=call,
            key=UUID(int=self.draw.getrandbits(128), version=4),
            starts_on=published,
            ends_on=notice_ends(published, call.notice_days),
            contact=CONTACT,
        )
        self.notices.append(made)
        return made

    def opinions(self) -> Iterator[LevelOpinion]:
        """The opinion of every level between a branch and the work committee."""
        for entry in self.nominations:
            level = entry.organisation.parent
            while level is not None and level != self.city.committee:
                given = (entry.submitted_on or entry.happened_on) + timedelta(days=1)
                yield LevelOpinion(
                    nomination=entry, organisation=level, supports=True, text="同意推荐。", given_on=given
                )
                level = level.parent

    def honour(self, entry: Nomination, award_class: AwardClass) -> Honour:
        """The honour that a proposal became."""
        return Honour(
            organisation=entry.organisation,
            record_kind=RECORD_KIND,
            record_id=entry.record_id,
            programme=self.programme,
            award_class=award_class,
            nomination=entry,
            happened_on=DECIDED_ON,
            entered_by="工委组织科",
            name=award_class.name,
            title=entry.title,
            given_by=GIVEN_BY,
            document_number=FINISHED.number,
            certificate_code="".join(self.draw.choices(ALPHABET, k=LENGTH)),
        )


def without_name(brand: Brand) -> str:
    """The meaning of a brand as the panel reads it: name, slogan and business tell in a minute whose it is."""
    plain = brand.meaning.replace(f"“{brand.name}”", "本品牌").replace(brand.name, "本品牌")
    return plain.replace(f"“{brand.slogan}”", "服务对象满意").replace(brand.business, "本职业务")
