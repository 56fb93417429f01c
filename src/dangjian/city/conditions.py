"""Dated facts that change what is asked of members, and corrections that members proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dangjian.foundation.members.enums import ConditionKind, CorrectionState
from dangjian.foundation.members.models import Condition, Correction

from .draw import Draw
from .people import COMMUNITIES
from .world import City, Resident

WINDOW = 0.06
"""Share serving at a window in units that run some; with the branches of the windows themselves about 6 %."""
MOBILE, OUT_OF_CONTACT, SECONDED, TRAVELLING, FRAIL_IN_SERVICE = 28, 3, 62, 24, 11
"""How many of each a whole city has."""
DESTINATIONS = ("福州市鼓楼区", "厦门市思明区", "上海市", "深圳市", "杭州市", "泉州市")
AWAY_TO = ("省扶贫办", "宁化县驻村任第一书记", "清流县驻村任第一书记", "市重点项目指挥部", "省直机关挂职", "建宁县挂职")
CORRECTIONS = (
    ("mobile_phone", "19900998877", "换了手机号"),
    ("home_address", "搬迁后的新地址：望江路99号1206室", "已搬家"),
    ("education", "14", "去年取得硕士学位"),
    ("community", COMMUNITIES[0], "到社区报到后变更"),
    ("joined_on", "2003-06-24", "以档案为准"),
)


def build(city: City) -> None:
    """Write conditions and corrections."""
    city.write(_conditions(city))
    city.write(_corrections(city))


def _conditions(city: City) -> Iterator[Condition]:
    draw = city.draw("conditions")
    for branch in city.branches:
        yield from _exempt(city, draw, branch.people)
        if branch.direct.line.windows:
            yield from _windows(
                draw, branch.people, at_windows="窗口" in branch.organisation.name or "办税" in branch.organisation.name
            )
    in_service = [
        p for b in city.branches for p in b.people if not p.is_retired and p.full and p.since < date(2016, 7, 1)
    ]
    retired = [p for b in city.branches for p in b.people if p.is_retired]
    yield from _some(city, draw, retired, ConditionKind.MOBILE, MOBILE, (250, 900), DESTINATIONS)
    yield from _some(city, draw, retired, ConditionKind.OUT_OF_CONTACT, OUT_OF_CONTACT, (60, 170))
    yield from _some(city, draw, in_service, ConditionKind.SECONDED, SECONDED, (40, 420), AWAY_TO)
    yield from _some(city, draw, in_service, ConditionKind.TRAVELLING, TRAVELLING, (1, 12), ends=True)
    yield from _some(city, draw, in_service, ConditionKind.EXEMPT, FRAIL_IN_SERVICE, (30, 380))


def _exempt(city: City, draw: Draw, people: list[Resident]) -> Iterator[Condition]:
    """The old: by eighty-five nearly all, from seventy-five on a third. Why is not kept."""
    for person in people:
        age = city.day.year - person.born_on.year
        if person.is_retired and draw.happens(0.9 if age >= 85 else 0.35 if age >= 75 else 0.03):
            since = max(person.since, city.day - timedelta(days=draw.randint(40, 1400)))
            yield Condition(member_id=person.key, kind=ConditionKind.EXEMPT, starts_on=since)


def _windows(draw: Draw, people: list[Resident], *, at_windows: bool) -> Iterator[Condition]:
    for person in people:
        if not person.is_retired and draw.happens(0.8 if at_windows else WINDOW):
            since = max(person.since, date(2014, 1, 1))
            ends = (
                draw.day(since + timedelta(days=90), date(2017, 9, 1))
                if draw.happens(0.1) and since < date(2017, 1, 1)
                else None
            )
            yield Condition(member_id=person.key, kind=ConditionKind.WINDOW, starts_on=since, ends_on=ends)


def _some(
    city: City,
    draw: Draw,
    people: list[Resident],
    kind: str,
    number: int,
    ago: tuple[int, int],
    places: tuple[str, ...] = ("",),
    *,
    ends: bool = False,
) -> Iterator[Condition]:
    wanted = city.of_size(number)
    for person in draw.sample(people, min(wanted, len(people))):
        since = max(person.since, city.day - timedelta(days=draw.randint(*ago)))
        place = draw.choice(places) if draw.happens(0.95) else ""
        until = city.day + timedelta(days=draw.randint(1, 9)) if ends else None
        yield Condition(member_id=person.key, kind=kind, starts_on=since, ends_on=until, destination=place)


def _corrections(city: City) -> Iterator[Correction]:
    draw = city.draw("corrections")
    people = [p for b in city.branches for p in b.people]
    states = [CorrectionState.PROPOSED] * 14 + [CorrectionState.ACCEPTED] * 9 + [CorrectionState.DECLINED] * 5
    states = states[: city.of_size(len(states), least=3)]
    for state, person in zip(states, draw.sample(people, len(states)), strict=True):
        item, proposed, reason = draw.choice(CORRECTIONS)
        on = city.day - timedelta(
            days=draw.randint(1, 13) if state == CorrectionState.PROPOSED else draw.randint(30, 300)
        )
        decided = state != CorrectionState.PROPOSED
        yield Correction(
            member_id=person.key,
            item=item,
            proposed=proposed,
            reason=reason,
            proposed_on=on,
            state=state,
            decided_on=on + timedelta(days=draw.randint(1, 9)) if decided else None,
            decided_by="支部书记" if decided else "",
            answer={CorrectionState.ACCEPTED: "已核实", CorrectionState.DECLINED: "与档案不符，请补交材料"}.get(
                state, ""
            ),
        )
