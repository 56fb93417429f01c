"""Service brands over two years: one of each direct organisation, some of branches below, each with its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import DateTimeField
from django.db.models.functions import Cast

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Post
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.work.brands.enums import DeliberationOutcome, Ending, PointAnswer, Verdict
from dangjian.work.brands.models import (
    Brand,
    BrandVersion,
    Consultation,
    ConsultationPoint,
    Deliberation,
    FrameworkTag,
    Measure,
    Service,
    TakenService,
    YearlyReview,
)
from dangjian.work.brands.services import begin_services
from dangjian.work.brands.services.proposing import ALPHABET

from . import catalogue_of_brands as words
from .world import City

OTHERS = 29
"""Brands of organisations that are not directly subordinate: the article's number."""
BEGUN, LAST_DIRECT, LAST_OTHER = date(2015, 11, 9), date(2016, 3, 31), date(2017, 2, 28)
"""The work committee called for brands on the first day; the last ideas came on the others."""
SHOWN_SHARE, TALKED = 0.9, 0.03
REVIEWED_ON = date(2016, 12, 20)
ADVISER = "工委组织科"
HISTORY = (Brand, Deliberation, Consultation, YearlyReview)


def build(city: City) -> None:
    """Write the brands of a city with what led to them."""
    begin_services(by=None)
    first = {model: city.keys.upcoming(model) for model in HISTORY}
    brands = Brands(city)
    city.write(brands.all())
    for rows in brands.beside:
        city.write(rows)
    for model in HISTORY:
        model._default_manager.filter(pk__gte=first[model]).update(entered_at=Cast("happened_on", DateTimeField()))


class Brands:
    """Draws the brands of one city; what belongs to them is kept beside until they are written."""

    def __init__(self, city: City) -> None:
        self.city, self.draw = city, city.draw("brands")
        self.services = dict(Service.objects.order_by("ordinal").values_list("key", "pk"))
        self.versions: list[BrandVersion] = []
        self.deliberations: list[Deliberation] = []
        self.consultations: list[Consultation] = []
        self.points: list[ConsultationPoint] = []
        self.taken: list[TakenService] = []
        self.tags: list[FrameworkTag] = []
        self.measures: list[Measure] = []
        self.reviews: list[YearlyReview] = []
        held = Post.objects.within(city.committee.path).filter(title=PostTitle.SECRETARY, leading_group=None)
        now = held.on(city.day).order_by("-starts_on", "pk")
        self.secretaries = dict(reversed(now.values_list("organisation", "member")))

    @property
    def beside(self) -> Sequence[list[Any]]:
        """What is written after the brands, what others point to before them."""
        return (
            self.versions,
            self.deliberations,
            self.consultations,
            self.points,
            self.taken,
            self.tags,
            self.measures,
            self.reviews,
        )

    def all(self) -> Iterator[Brand]:
        """One of each direct organisation, then those of others, then what is not formed."""
        for direct in self.city.direct:
            line = words.BRANDS[direct.line.short]
            yield self.formed(direct.organisation, line, LAST_DIRECT, times=self.draw.randint(2, 4))
        places = self.below()
        wanted = min(self.city.of_size(OTHERS), len(places))
        chosen = self.draw.sample(places, wanted)
        names = self.draw.sample(words.OTHERS, len(words.OTHERS))
        for number, place in enumerate(chosen):
            line = self.drawn(names[number % len(names)])
            yield self.formed(place, line, LAST_OTHER, times=self.draw.randint(1, 3))
        rest = [place for place in places if place not in chosen][: len(words.UNFINISHED) + 1]
        for number, place in enumerate(rest):
            yield self.ended(place) if number == len(words.UNFINISHED) else self.unfinished(place, number)

    def below(self) -> list[Organisation]:
        """Branches and general branches that stand below direct organisations, in a drawn order."""
        below = [branch.organisation for branch in self.city.branches if branch.in_service > 2]
        below = [place for place in below if place.parent_id != self.city.committee.pk]
        general = {place.parent.pk: place.parent for place in below if place.parent is not None}
        wanted = OrganisationKind.GENERAL_BRANCH
        found = [p for p in general.values() if p.kind == wanted and p.parent_id != self.city.committee.pk] + below
        found = [p for p in found if p.kind != OrganisationKind.TEMPORARY_BRANCH and p.starts_on < BEGUN]
        return self.draw.sample(found, len(found))

    def drawn(self, name: str) -> words.BrandLine:
        """What a brand of a branch says."""
        slogan = self.draw.choice(("群众满意是标准", "岗位就是阵地", "有事找党员", "多走一步、暖一份心"))
        work = self.draw.choice(("窗口办事", "一线值守", "上门服务", "业务攻坚", "政策宣传"))
        return words.BrandLine(name, slogan, work, tuple(self.draw.sample(sorted(self.services), 2)))

    def brand(self, organisation: Organisation, line: words.BrandLine, on: date, **facts: Any) -> Brand:
        """A brand with what it takes hold of and is measured by, as it stands now."""
        draw = self.draw
        told = {"name": line.name, "work": line.work, "slogan": line.slogan}
        made = Brand(
            pk=self.city.keys.take(Brand),
            organisation=organisation,
            happened_on=on,
            entered_by="党务专干",
            name=line.name,
            slogan=line.slogan,
            meaning=draw.choice(words.MEANINGS).format(**told),
            carrier=draw.choice(words.CARRIERS).format(a=draw.randint(3, 12), b=draw.randint(1, 4)),
            promise=draw.choice(words.PROMISES),
            business=line.work,
            responsible_id=self.secretaries.get(organisation.pk),
            show_code="".join(draw.choices(ALPHABET, k=12)),
            **facts,
        )
        self.taken += [TakenService(brand=made, service_id=self.services[key]) for key in line.services]
        self.tags += [FrameworkTag(brand=made, item=item) for item in draw.sample(words.ITEMS, draw.randint(1, 3))]
        for measure in draw.sample(words.MEASURES, 2):
            _sort, kind, narrowed = measure.split(":")
            self.measures.append(Measure(brand=made, record_kind=kind, words=narrowed))
        self.measures.append(Measure(brand=made, figure=draw.choice(words.FIGURES)))
        return made

    def formed(self, organisation: Organisation, line: words.BrandLine, last: date, *, times: int) -> Brand:
        """A brand that was deliberated on, talked over, revised, confirmed and put into practice."""
        draw, unit = self.draw, line.name
        on = draw.day(BEGUN, last) if organisation.starts_on < BEGUN else draw.day(organisation.starts_on, last)
        names = self.names(line)
        asked_on = on + timedelta(days=draw.randint(8, 25))
        given_on = asked_on + timedelta(days=draw.randint(3, 12))
        decided = given_on + timedelta(days=draw.randint(6, 20))
        confirmed = decided + timedelta(days=draw.randint(0, 6))
        practised = confirmed + timedelta(days=draw.randint(0, 15))
        shown = practised + timedelta(days=60) if draw.happens(SHOWN_SHARE) else None
        days = {"confirmed_on": confirmed, "practised_since": practised, "shown_since": shown}
        brand = self.brand(organisation, line, on, **days)
        kept = [self.version(brand, n, name, on) for n, name in enumerate(names, start=1)]
        for one, day in zip(kept[1:], (given_on + timedelta(days=3), decided), strict=False):
            one.made_on = day
        times = max(times, 4) if unit == words.BRANDS["发改委"].name else times
        self.deliberate(brand, kept, [on, decided], times)
        self.consult(brand, kept[0], asked_on, given_on)
        if practised < date(REVIEWED_ON.year, 10, 1):
            self.review(brand)
        return brand

    def names(self, line: words.BrandLine) -> list[str]:
        """The names it had, the last one its own."""
        told = {words.BRANDS[unit].name: earlier for unit, earlier in words.FOUND.items()}
        if line.name in told:
            return [*told[line.name], line.name]
        first = self.draw.choice(words.FIRST_IDEAS).format(name=line.name)
        return [first, line.name] if self.draw.happens(0.7) else [line.name]

    def version(self, brand: Brand, number: int, name: str, on: date) -> BrandVersion:
        """A wording as it stood: earlier ones were shorter."""
        last = name == brand.name
        kept = BrandVersion(
            pk=self.city.keys.take(BrandVersion),
            brand=brand,
            number=number,
            name=name[:30],
            slogan=brand.slogan if last else "",
            meaning=brand.meaning if last else f"{brand.meaning.split('。', 1)[0]}。",
            carrier=brand.carrier if last else "",
            promise=brand.promise if last else "",
            made_on=on,
            made_by="党务专干",
            reason="最初构想" if number == 1 else "按意见修改名称和内涵",
        )
        self.versions.append(kept)
        return kept

    def deliberate(self, brand: Brand, kept: Sequence[BrandVersion], span: Sequence[date], times: int) -> None:
        """Deliberations from the idea to the decision, the last of which agreed."""
        first, last = span
        days = sorted({self.draw.day(first, last - timedelta(days=1)) for _n in range(times - 1)} | {last})
        for number, day in enumerate(days):
            agreed = day == last
            outcomes = (DeliberationOutcome.GO_ON, DeliberationOutcome.CONSULT, DeliberationOutcome.REVISE)
            said = words.SAID[-1] if agreed else words.SAID[number % (len(words.SAID) - 1)]
            self.deliberations.append(
                Deliberation(
                    brand=brand,
                    organisation=brand.organisation,
                    happened_on=day,
                    entered_by="党务专干",
                    brand_version=kept[-1] if agreed else kept[0],
                    body=words.BODIES[brand.organisation.parent_id == self.city.committee.pk],
                    opinions=said.format(work=brand.business),
                    outcome=DeliberationOutcome.AGREED if agreed else outcomes[number % len(outcomes)],
                )
            )

    def consult(self, brand: Brand, version: BrandVersion, asked: date, given: date | None) -> None:
        """A question to the organisation above, with opinions and an answer to each."""
        draw = self.draw
        consultation = Consultation(
            pk=self.city.keys.take(Consultation),
            brand=brand,
            organisation=brand.organisation,
            happened_on=asked,
            entered_by="党务专干",
            brand_version=version,
            asked=self.city.committee,
            question="请对名称、内涵和承诺提出意见。",
            given_on=given,
            given_by=ADVISER if given else "",
        )
        self.consultations.append(consultation)
        opinions = draw.sample(words.OPINIONS, draw.randint(1, 3)) if given else []
        for number, opinion in enumerate(opinions, start=1):
            taken = draw.happens(0.8)
            answered = given + timedelta(days=draw.randint(2, 5)) if given and brand.confirmed_on else None
            self.points.append(
                ConsultationPoint(
                    consultation=consultation,
                    number=number,
                    opinion=opinion.format(work=brand.business),
                    answer=(PointAnswer.TAKEN if taken else PointAnswer.PARTLY) if answered else "",
                    answer_words=draw.choice(words.ANSWERS if taken else words.REASONS) if answered else "",
                    answered_on=answered,
                    answered_by="党务专干" if answered else "",
                )
            )

    def review(self, brand: Brand) -> None:
        """What the light review at the end of 2016 came to."""
        talk = self.draw.happens(TALKED)
        self.reviews.append(
            YearlyReview(
                brand=brand,
                organisation=brand.organisation,
                happened_on=REVIEWED_ON,
                entered_by=ADVISER,
                year=REVIEWED_ON.year,
                verdict=Verdict.TALK if talk else Verdict.LIVES,
                remark="与业务结合还不紧，下季度上门一起商量。" if talk else "",
            )
        )

    def unfinished(self, organisation: Organisation, number: int) -> Brand:
        """A name that is still being worked out, each a step further than the one before."""
        on = self.city.day - timedelta(days=40)
        brand = self.brand(organisation, self.drawn(words.UNFINISHED[number]), on)
        kept = [self.version(brand, 1, brand.name, on)]
        if number:
            self.deliberate(brand, kept, [on, on + timedelta(days=6)], 2)
            self.deliberations[-1].outcome = DeliberationOutcome.CONSULT
        if number > 1:
            asked = on + timedelta(days=9)
            self.consult(brand, kept[0], asked, asked + timedelta(days=8) if number > 2 else None)
        return brand

    def ended(self, organisation: Organisation) -> Brand:
        """A brand whose work is done."""
        name, leaves = words.ENDED
        brand = self.formed(organisation, self.drawn(name), LAST_DIRECT, times=2)
        brand.ended_on, brand.ending, brand.ending_words = date(2017, 6, 30), Ending.HONOUR, leaves
        return brand
