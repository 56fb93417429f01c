"""Cases about the brands of the city, and the casebook of 9 October 2017 that is made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db.models import DateTimeField, F
from django.db.models.functions import Cast
from django.utils import translation

from dangjian.kernel.access.actors import Actor, Held, platform
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.periods import Period
from dangjian.work.awards.models import Honour
from dangjian.work.brands.models import Brand
from dangjian.work.casebook import services
from dangjian.work.casebook.checking import marks_of, pictures_of
from dangjian.work.casebook.enums import Arrangement, CaseField, Side
from dangjian.work.casebook.models import Case, CaseComment, CaseVersion, Edition
from dangjian.work.casebook.models.cases import WORDING
from dangjian.work.casebook.permissions import VIEW_CASE

from . import catalogue_of_cases as words
from .draw import Draw
from .scenes import scene
from .world import City, entered_on

PRINTED, UNPRINTED = 30, 2
PICTURES = 2
BRAND = "brands.brand"
AUTHOR, EDITOR, PASSED_BY = "党务专干", "工委组织科", "工委办公室"
_FIELDS = {
    CaseField.DEVELOPMENT: ("发改", "经信", "商务", "国资", "电力", "供电", "银行", "烟草", "电信", "移动"),
    CaseField.LAW: ("公安", "法院", "检察", "司法", "政法", "安监"),
    CaseField.LIVELIHOOD: ("人社", "民政", "住建", "地税", "国税", "财政", "服务中心"),
    CaseField.CULTURE: ("教育", "卫计", "文广", "广播", "日报"),
    CaseField.ENVIRONMENT: ("国土", "林业", "农业", "水利", "环保", "气象"),
    CaseField.PARTY: ("市委", "组织", "宣传", "纪委", "人大", "政协", "工会", "团"),
}


def build(city: City) -> None:
    """Write the cases, and let the casebook of the best of them come out on the day of the model."""
    brands = chosen(city)
    if not brands:
        return
    draw = city.draw("casebook")
    cases = [written(draw, brand, number) for number, brand in enumerate(brands)]
    city.write(cases)
    city.write(versions(cases))
    city.write(pictures(draw, cases))
    unprinted = cases[len(cases) - UNPRINTED :] if len(cases) > PRINTED else []
    city.write(CaseComment(case=one, on_version=2, part="effect", text=words.REMARK, side=Side.EDITOR,
                           written_by=EDITOR, written_at=entered_on(city.day - timedelta(days=3)))
               for one in unprinted)  # fmt: skip
    printed = [one for one in cases if one not in unprinted]
    city.keys.settle()
    look_at_pictures(printed)
    with translation.override("zh-hans"):  # labels and notes of figures are frozen as they are printed
        issue(city, printed)
    for model in (Case, Edition):
        model._default_manager.update(entered_at=Cast("happened_on", DateTimeField()))


def chosen(city: City) -> list[Brand]:
    """The brands with an honour, the excellent ones first; then others that were confirmed, as many as are wanted."""
    wanted = city.of_size(PRINTED) + UNPRINTED
    honoured = Honour.objects.standing().filter(record_kind=BRAND)
    order = dict(honoured.order_by(F("award_class__rank").desc(nulls_first=True), "-pk").values_list("record_id", "pk"))
    rows = Brand.objects.within(city.committee.path or "").confirmed().filter(ended_on=None)
    brands = rows.select_related("organisation").order_by("pk")
    places = {key: place for place, key in enumerate(reversed(order))}
    return sorted(brands, key=lambda brand: (places.get(brand.pk, len(places)), brand.pk))[:wanted]


def written(draw: Draw, brand: Brand, number: int) -> Case:
    """A case about a brand; those behind the printed ones are still with the editors."""
    begun = draw.day(brand.happened_on.replace(year=2017, month=6, day=5), brand.happened_on.replace(2017, 8, 20))
    handed_in = begun + timedelta(days=draw.randint(5, 20))
    passed = handed_in + timedelta(days=draw.randint(4, 15)) if number < PRINTED else None
    return Case(
        organisation=brand.organisation,
        brand=brand,
        field=field_of(brand.organisation.short_name),
        period="2017",
        happened_on=begun,
        entered_by=AUTHOR,
        handed_in_on=handed_in,
        passed_on=passed,
        passed_by=PASSED_BY if passed else "",
        version=2,
        **wording(draw, brand, number),
    )


def wording(draw: Draw, brand: Brand, number: int) -> dict[str, str]:
    """What a case says, put together from what its brand says of itself."""
    work = [*brand.business.split("、"), "日常服务", "政策宣传"]
    told = {
        "name": brand.name,
        "slogan": brand.slogan.replace("、", "，"),
        "short": brand.organisation.short_name,
        "work": brand.business or "日常服务",
        "first": work[0] or "日常服务",
        "second": work[1],
        "third": work[2],
    }
    said = {
        "summary": [draw.choice(words.SUMMARIES)],
        "background": draw.choice(words.BACKGROUNDS),
        "practice": [line for part in words.PRACTICES for line in part],
        "effect": draw.choice(words.EFFECTS),
        "experience": draw.choice(words.LESSONS),
    }
    title = words.TITLES[number % len(words.TITLES)].format(**told)
    return {"title": title[:60], **{part: "\n\n".join(lines).format(**told) for part, lines in said.items()}}


def field_of(short_name: str) -> str:
    """The field of an organisation, by its name."""
    return next((field for field, marks in _FIELDS.items() if any(m in short_name for m in marks)), CaseField.OTHER)


def versions(cases: Iterable[Case]) -> Iterator[CaseVersion]:
    """Two versions of each: the author's, shorter by its last lesson, and the editor's."""
    for case in cases:
        kept = {name: getattr(case, name) for name in WORDING}
        first = {**kept, "experience": case.experience.rpartition("\n\n")[0]}
        on = entered_on(case.handed_in_on or case.happened_on)
        yield CaseVersion(case=case, number=1, side=Side.AUTHOR, written_by=AUTHOR, written_at=on, **first)
        on += timedelta(days=2)
        yield CaseVersion(case=case, number=2, side=Side.EDITOR, written_by=EDITOR, written_at=on, **kept)


def pictures(draw: Draw, cases: Iterable[Case]) -> Iterator[Attachment]:
    """Drawn pictures of each case, in which nobody can be recognised."""
    for case in cases:
        for caption in draw.sample(words.CAPTIONS, PICTURES):
            data = scene(draw)
            yield Attachment(
                organisation=case.organisation,
                target_type=Case._meta.label_lower,
                target_id=case.pk,
                permission=VIEW_CASE,
                name=f"{caption}.jpg",
                media_type="image/jpeg",
                size=len(data),
                sha256=storage.keep(data),
                uploaded_at=entered_on(case.happened_on),
                uploaded_by_name=AUTHOR,
                caption=caption,
                consent=Consent.NOBODY,
            )


def look_at_pictures(cases: Sequence[Case]) -> None:
    """Keep with each case which pictures were passed with it."""
    shown: dict[int, list[Attachment]] = defaultdict(list)
    for one in pictures_of([case.pk for case in cases]):
        shown[one.target_id].append(one)
    for case in cases:
        case.passed_pictures = marks_of(shown[case.pk])
    Case.objects.bulk_update(cases, ["passed_pictures"])


def issue(city: City, cases: Sequence[Case]) -> Edition:
    """Put the cases into a book by service, and let it come out."""
    by = compiler(city)
    edition = services.begin_edition(
        organisation=city.committee, title=words.TITLE, period=Period.year_of(city.day.year), by=by
    )
    services.choose_cases(edition, cases=cases, by=by)
    edition = services.describe_edition(
        edition,
        version=1,
        period=Period.year_of(city.day.year),
        copies=500,
        title=words.TITLE,
        cover=words.COVER,
        subtitle=words.SUBTITLE,
        preface="\n\n".join(words.PREFACE).format(count=len(cases)),
        compiled_by=city.committee.name,
        chief_editor="",
        editors="",
        printed_by="",
        by=by,
    )
    services.arrange(edition, way=Arrangement.SERVICE, by=by)
    return services.issue_edition(edition, by=by)


def compiler(city: City) -> Actor:
    """The office that compiles it, on the day of the model."""
    return platform(city.day, name=EDITOR, held=[Held.at(Role.COMMITTEE_STAFF, city.committee)])
