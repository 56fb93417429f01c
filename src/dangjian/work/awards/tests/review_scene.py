"""A scene for browsers: four reviews, each in another phase on 9 October 2017, and people who sign in by the door."""

from datetime import date

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.tests.factories import member
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.services import place
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import ReviewAssignment, ReviewEntry, Reviewer
from dangjian.work.awards.services import reviews

from .review_factories import DAY, WEEK, assigned, call, nomination, panel, scored

PASSWORD = "Gute-Nacht-1"
TODAY = date(2017, 10, 9)
SINCE = date(2012, 1, 1)
ORDER = list(PhaseKind)
TITLES = ("无忧办税", "阳光窗口", "先锋护河", "暖心诊室", "惠企直通车", "平安灯塔", "书香机关", "绿色通道")
RUBRIC = (
    ("服务实效", "群众得到了什么"),
    ("创新做法", "与别处有何不同"),
    ("现场展示", "讲得清楚、答得上来"),
)
DEEDS = (
    "围绕群众办事难，设立党员先锋岗，梳理事项清单，编成一本通，推行首问负责和限时办结。\n\n"
    "党员轮流值守窗口，周末不打烊，全年受理事项四千余件，平均办理时间由五天减为一天半。\n\n"
    "每月召开一次恳谈会，当场答复意见，答复情况张贴在大厅，接受群众监督。"
)


def since(phase):
    """By how much a call begins later, so that this phase of it runs today."""
    return TODAY - DAY[phase] - WEEK / 7


def person(username, name, *, role=None, at=None, of=None, **facts):
    """Somebody who signs in by the door."""
    made = Account.objects.create_user(username, PASSWORD, display_name=name, organisation=at, member=of, **facts)
    if role:
        Grant.objects.create(account=made, role=role, organisation=at, starts_on=SINCE)
    return made


def build():
    """Organisations, people and the four reviews."""
    committee = place(
        code="35",
        name="中共某市直属机关工作委员会",
        short_name="市直机关工委",
        kind=Kind.WORK_COMMITTEE,
        parent=None,
        starts_on=SINCE,
    )
    organs = [
        place(
            code=f"35-{n:02}",
            name=f"中共{name}机关委员会",
            short_name=f"{name}机关党委",
            kind=Kind.ORGAN_COMMITTEE,
            parent=committee,
            starts_on=SINCE,
        )
        for n, name in enumerate(("文旅局", "水务局", "卫健局", "工信局", "应急局", "教育局", "林业局", "税务局"), 1)
    ]
    branches = [
        place(
            code=f"{organ.code}-01",
            name=f"{organ.name}第一支部",
            short_name=f"{organ.short_name[:3]}第一支部",
            kind=Kind.BRANCH,
            parent=organ,
            starts_on=SINCE,
        )
        for organ in organs
    ]
    person("moderator", "周主持", role=Role.COMMITTEE_STAFF, at=committee)
    person("moderator-en", "Moderator", role=Role.COMMITTEE_STAFF, at=committee, language="en")
    person("author", "吴作者", role=Role.BRANCH_SECRETARY, at=branches[0], of=member(branches[0], name="吴作者"))
    reviewer = person("reviewer", "郑评委", at=branches[7], of=member(branches[7], name="郑评委"))
    panel_of = [
        reviewer,
        person("reviewer-2", "冯评委"),
        person("reviewer-3", "陈评委"),
        person("reviewer-4", "褚评委"),
    ]
    scoring(committee, organs[:7], panel_of)
    discussing(committee, organs[:6], panel_of)
    presenting(committee, organs[:5], panel_of)
    naming(committee, branches[0])


def _opened(committee, organs, panel_of, phase, title, **facts):
    later = since(phase)
    made = call(committee, title=title, weights=(40, 40), live=20, later=later, reviews_each=3, **facts)
    for criterion, (name, words) in zip(made.criteria.all(), RUBRIC, strict=True):
        criterion.name, criterion.explanation = name, words
        criterion.save()
    for organ, name in zip(organs, TITLES, strict=False):
        nomination(made, organ, title=f"{organ.short_name}“{name}”", blind_title=f"“{name}”", blind_deeds=DEEDS)
    panel(made, accounts=panel_of, later=later)
    assigned(made, later=later)
    return made, later


def scoring(committee, organs, panel_of):
    """A review whose texts are read today; the second reviewer has not declared yet."""
    made, later = _opened(committee, organs, panel_of, PhaseKind.SCORING, "2017年度党建服务品牌评选")
    mine = ReviewAssignment.objects.filter(reviewer__call=made, reviewer__account=panel_of[0])
    scored(mine[0], 8, 7.5, later=later)
    Reviewer.objects.filter(call=made, account=panel_of[1]).update(declared_on=None)


def _all_scored(made, later):
    for n, one in enumerate(ReviewAssignment.objects.filter(reviewer__call=made)):
        words = {"strengths": "事项具体，群众得实惠。", "remark": "数据可再充实" if n % 3 else "做法可推广"}
        scored(one, 5 + one.entry.number % 5 + n % 2 / 2, 6 + n % 4, later=later, **words)


def discussing(committee, organs, panel_of):
    """A review that is discussed today."""
    made, later = _opened(committee, organs, panel_of, PhaseKind.DISCUSSING, "2016年度党建服务品牌评选")
    _all_scored(made, later)
    entry = ReviewEntry.objects.filter(call=made).first()
    reviews.add_remark(entry, text="请两位评委说明分差的依据。", today=TODAY, by=None)


def presenting(committee, organs, panel_of):
    """A review whose short list presents today: the first entry is on the stage."""
    made, later = _opened(committee, organs, panel_of, PhaseKind.PRESENTING, "机关服务先锋评选")
    _all_scored(made, later)
    entries = list(ReviewEntry.objects.filter(call=made)[:3])
    reviews.make_short_list(made, entries=entries, expected=3, today=DAY[PhaseKind.DISCUSSING] + later, by=None)
    reviews.draw_order(made, today=TODAY, by=None)
    reviews.open_presentation(ReviewEntry.objects.get(call=made, live_order=1), today=TODAY, by=None)


def naming(committee, branch):
    """A call that takes nominations today, with one whose names are still in the text."""
    made = call(committee, title="七一表彰", later=since(PhaseKind.NOMINATING))
    nomination(
        made,
        branch,
        title="文旅局第一支部“护航文旅”",
        blind=False,
        deeds="文旅局第一支部在吴作者带领下，联合文旅局机关党委开展送文化下乡，电话13900001111预约，全年演出六十场。",
    )
