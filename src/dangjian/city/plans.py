"""Two years of plans: meetings planned by branches, goals at the seven steps, the division of work in committees."""

from __future__ import annotations

from datetime import date, timedelta

from dangjian.foundation.members.enums import COMMITTEE_TITLES, PostTitle
from dangjian.foundation.members.models import Post
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.privacy.inserting import insert_many
from dangjian.work.life.enums import MeetingKind
from dangjian.work.life.models import Duty, Goal, PlanItem
from dangjian.work.life.placing import Placed, placed

from .catalogue_of_meetings import TOPICS
from .world import City

YEARS = (2016, 2017)
UNPLANNED, GOALLESS, FORGOTTEN, ADJUSTED = 0.03, 0.02, 0.02, 0.08
"""Shares: branches without a plan, without goals, posts without a duty; planned meetings moved by hand."""
OFFICERS = frozenset(COMMITTEE_TITLES) - {PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY}
GOALS = (
    (1, "年初制定支部工作计划和学习安排，按月推进", "", None),
    (2, "支部委员分工到人、责任到岗", "", None),
    (3, "严格落实“三会一课”和主题党日，参加率不低于九成", "life.attendance", 90),
    (4, "对照问题清单按期整改，季度自查一次", "", None),
    (5, "年底前完成述职和民主评议党员", "", None),
    (6, "培育一个有特色的支部工作品牌", "", None),
    (7, "工作台账随做随记，不搞突击补录", "", None),
)
DUTIES = {
    PostTitle.SECRETARY: "主持支部全面工作，抓班子带队伍",
    PostTitle.DEPUTY_SECRETARY: "协助书记工作，分管“三会一课”的组织",
    PostTitle.ORGANISATION_OFFICER: "负责党员发展、组织关系和党费收缴",
    PostTitle.PUBLICITY_OFFICER: "负责理论学习、主题党日和信息宣传",
    PostTitle.DISCIPLINE_OFFICER: "负责纪律教育、监督检查和整改跟踪",
}
OTHER_DUTY = "负责服务群众、困难帮扶和青年工作"
NAMES = ("organisation_id", "year", "kind", "period", "planned_on", "topic", "adjusted")


def build(city: City) -> None:
    """Write the plans, goals and duties of a city."""
    draw = city.draw("plans")
    seats = list(
        Post.objects.filter(
            title__in=COMMITTEE_TITLES,
            leading_group=None,
            organisation__in=[branch.organisation.pk for branch in city.branches],
        ).order_by("pk")
    )
    officers = {seat.organisation_id for seat in seats if seat.title in OFFICERS}
    items, goals = [], []
    for branch in city.branches:
        place = branch.organisation
        for year in (year for year in YEARS if place.starts_on < date(year, 12, 1)):
            if not draw.happens(UNPLANNED):
                for one in _year(year, draw.randint(0, 4), place.starts_on, committee=place.pk in officers):
                    items.append(_item(place.pk, year, one, adjusted=draw.happens(ADJUSTED)))
            if not draw.happens(GOALLESS):
                kept = [goal for goal in GOALS if goal[0] in (1, 3) or draw.happens(0.6)]
                goals += [(place.pk, year, *goal) for goal in kept]
    duties = [
        (seat.organisation_id, seat.pk, DUTIES.get(PostTitle(seat.title), OTHER_DUTY), seat.starts_on, seat.ends_on)
        for seat in seats
        if not draw.happens(FORGOTTEN)
    ]
    insert_many(PlanItem, NAMES, items)
    insert_many(Goal, ("organisation_id", "year", "step", "text", "figure", "target"), goals)
    insert_many(Duty, ("organisation_id", "post_id", "text", "starts_on", "ends_on"), duties)
    for model, rows in ((PlanItem, items), (Goal, goals), (Duty, duties)):
        city.written[model._meta.label_lower] += len(rows)


_years: dict[tuple[int, int, bool], list[Placed]] = {}


def _year(year: int, weekday: int, since: date, *, committee: bool) -> list[Placed]:
    """What a branch plans for a year, as it would be generated; equal branches share the reckoning."""
    key = (year, weekday, committee)
    if key not in _years:
        whole = Period.year_of(year)
        wanted = [(MeetingKind.PARTY_DAY.value, PeriodKind.MONTH)] if year >= 2017 else []
        wanted += [(MeetingKind.COMMITTEE.value, PeriodKind.MONTH)] if committee else []
        wanted += [(MeetingKind.GENERAL.value, PeriodKind.QUARTER), (MeetingKind.LESSON.value, PeriodKind.QUARTER)]
        wanted += [(MeetingKind.ORGANISATIONAL_LIFE.value, PeriodKind.YEAR)]
        owed = [(kind, period) for kind, every in wanted for period in whole.parts(every)]
        _years[key] = placed(owed, weekday)
    return [one for one in _years[key] if one.period.last_day > since]


def _item(place: int, year: int, one: Placed, *, adjusted: bool) -> tuple[object, ...]:
    day = one.on + timedelta(days=1)
    moved = day if adjusted and one.period.contains(day) and day.weekday() < 5 else one.on
    topic = "" if one.kind == MeetingKind.COMMITTEE else TOPICS[moved.month % len(TOPICS)]
    return place, year, one.kind, one.period.key, moved, topic, moved != one.on
