"""Asks of the work committee, some answered, and exemptions of organisations that are being reformed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dangjian.foundation.organisations.rules import TERM_ELECTION
from dangjian.kernel.obligations.models import Ask, AskTarget, Exemption
from dangjian.kernel.tree.models import Organisation

from .world import City

# what, why, asked, due, dies, minutes, share answered, one in so many organisations is asked
ASKS = (
    (
        "报送国庆中秋窗口单位值班安排",
        "市文明办汇总后向社会公布，只需联系人和电话。",
        date(2017, 9, 18),
        date(2017, 9, 26),
        date(2017, 10, 16),
        15,
        0.97,
        1,
    ),
    (
        "核对党员信息采集数",
        "全国党员管理信息系统即将开通，采集数要与半年统计一致。",
        date(2017, 9, 25),
        date(2017, 10, 13),
        date(2017, 11, 10),
        40,
        0.62,
        1,
    ),
    (
        "推荐一堂好党课",
        "供下季度“指尖党课”选用，没有可以不报。",
        date(2017, 9, 28),
        date(2017, 10, 20),
        date(2017, 11, 3),
        20,
        0.28,
        1,
    ),
    (
        "说明支部书记空缺的打算",
        "补选请示与换届一并研究。",
        date(2017, 9, 30),
        date(2017, 10, 18),
        date(2017, 11, 30),
        10,
        0.4,
        12,
    ),
)
ANSWERS = ("已报，见附表。", "无变动。", "已核对，数据一致。", "已于会上研究，材料另送。")
EXEMPTIONS = (("公路局", "机构改革方案待批，换届推迟。"), ("供销社", "综合改革期间，经工委会议同意。"))


def build(city: City) -> None:
    """Write asks with their answers, and exemptions."""
    city.write(_asks(city))
    city.write(_targets(city))
    city.write(_exemptions(city))


def _asks(city: City) -> Iterator[Ask]:
    for title, reason, asked, due, dies, minutes, _answered, _one_in in ASKS:
        yield Ask(
            pk=city.keys.take(Ask),
            from_organisation=city.committee,
            title=title,
            reason=reason,
            owner="工委组织科",
            asked_on=asked,
            due_on=due,
            ends_on=dies,
            minutes_estimate=minutes,
        )


def _targets(city: City) -> Iterator[AskTarget]:
    draw = city.draw("asks")
    asks = Ask.objects.filter(from_organisation=city.committee).order_by("pk")
    for ask, (*_words, minutes, answered, one_in) in zip(asks, ASKS, strict=True):
        receivers: list[Organisation] = [direct.organisation for direct in city.direct][::one_in]
        for receiver in receivers:
            target = AskTarget(ask=ask, organisation=receiver)
            if draw.happens(answered):
                latest = min(ask.due_on + timedelta(days=2), city.day)
                target.answered_on = draw.day(ask.asked_on + timedelta(days=1), latest)
                target.answered_by, target.answer = "机关党委办公室", draw.choice(ANSWERS)
                target.actual_minutes = max(3, round(minutes * draw.uniform(0.5, 1.9)))
            yield target


def _exemptions(city: City) -> Iterator[Exemption]:
    for short, reason in EXEMPTIONS:
        direct = city.direct_named(short)
        if direct is not None:
            yield Exemption(
                organisation=direct.organisation,
                rule=TERM_ELECTION.key,
                reason=reason,
                granted_by="工委组织科",
                granted_on=date(2017, 6, 5),
                starts_on=date(2017, 6, 5),
                ends_on=date(2018, 6, 5),
            )
