"""The columns of a roster: the sixteen items of 2017, admission dates, Party post, and what else the register keeps.

Synonyms are the headings found in offices' lists and in exports of the national system.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.imports.cells import (
    CodeSet,
    Level,
    Note,
    Parse,
    Parsed,
    Value,
    as_text,
    fault_of,
    folded,
    is_blank,
    looks_like_identity,
    parse_date,
    parse_identity,
    parse_name,
    parse_phone,
    parse_text,
    parse_yes_no,
    sentence,
)
from dangjian.kernel.imports.targets import FieldSpec

from ..codes import ETHNIC_GROUP, SEX
from ..enums import Category, MembershipStatus, PostTitle, WorkStatus
from ..items import BY_KEY
from .branches import Branches
from .coded import is_outside_the_party, parse_destination, parse_education, parse_position
from .headings import SYNONYMS

NOT_YET_MEMBER = sentence(
    "not-yet-member", Level.PROBLEM, _("“{text}” is not a member yet; this register keeps members only.")
)
LEFT_PARTY = sentence(
    "left-party", Level.PROBLEM, _("“{text}”: the membership has ended. Record the exit on the member's page.")
)
UNKNOWN_POST = sentence("unknown-post", Level.WARNING, _("“{text}” is no Party post of the list; it is left out."))
WORK_NOT_CATEGORY = sentence(
    "work-not-category", Level.REPAIRED, _("“{text}” says how the member works; taken as the work status.")
)

CATEGORY = CodeSet(
    "党员类别",
    {Category.FULL.value: "正式党员", Category.PROBATIONARY.value: "预备党员"},
    {
        "正式": "01", "中共党员": "01", "党员": "01", "中共正式党员": "01", "中国共产党党员": "01",
        "预备": "02", "中共预备党员": "02", "中国共产党预备党员": "02",
    },
)  # fmt: skip
STATUS = CodeSet(
    "党籍状态",
    {MembershipStatus.NORMAL.value: "正常", MembershipStatus.SUSPENDED.value: "停止党籍"},
    {"在册": "normal", "正常党籍": "normal", "有": "normal", "停止": "suspended", "暂停": "suspended"},
)
WORK = CodeSet(
    "人员状态",
    {
        WorkStatus.IN_SERVICE.value: "在职", WorkStatus.RETIRED.value: "离退休",
        WorkStatus.OFF_WORK.value: "下岗或无业",
        WorkStatus.STUDENT.value: "学生", WorkStatus.OTHER.value: "其他",
    },
    {
        "在岗": "in_service", "在职党员": "in_service", "在编": "in_service", "在岗职工": "in_service",
        "退休": "retired", "离休": "retired", "离退": "retired", "离退休党员": "retired", "退休党员": "retired",
        "已退休": "retired", "内退": "retired", "退居二线": "in_service", "下岗": "off_work", "失业": "off_work",
        "待业": "off_work", "无业": "off_work", "学生党员": "student", "在校学生": "student", "其它": "other",
    },
)  # fmt: skip
_TITLES = {
    "书记": PostTitle.SECRETARY, "党委书记": PostTitle.SECRETARY, "总支书记": PostTitle.SECRETARY,
    "副书记": PostTitle.DEPUTY_SECRETARY, "党委副书记": PostTitle.DEPUTY_SECRETARY,
    "专职副书记": PostTitle.FULL_TIME_DEPUTY, "纪委书记": PostTitle.DISCIPLINE_SECRETARY,
    "组织委员": PostTitle.ORGANISATION_OFFICER, "宣传委员": PostTitle.PUBLICITY_OFFICER,
    "纪检委员": PostTitle.DISCIPLINE_OFFICER, "纪律检查委员": PostTitle.DISCIPLINE_OFFICER,
    "委员": PostTitle.COMMITTEE_MEMBER, "支委": PostTitle.COMMITTEE_MEMBER, "支委委员": PostTitle.COMMITTEE_MEMBER,
    "组长": PostTitle.GROUP_LEADER, "小组长": PostTitle.GROUP_LEADER, "党小组长": PostTitle.GROUP_LEADER,
    "党务干部": PostTitle.PARTY_AFFAIRS_OFFICER, "党务工作者": PostTitle.PARTY_AFFAIRS_OFFICER,
    "专职党务干部": PostTitle.PARTY_AFFAIRS_OFFICER, "党建专干": PostTitle.PARTY_AFFAIRS_OFFICER,
}  # fmt: skip
_ALL_TITLES = _TITLES | {f"{front}{word}": title for word, title in _TITLES.items() for front in ("支部", "党支部")}
_BETWEEN = re.compile(r"[、,，;；/\n|兼和及]+")
_NO_POST = ("党员", "普通党员", "无职务", "群众")
_BEFORE_JOINING = re.compile("积极分子|发展对象|申请人|群众|团员|重点对象|民主党派")
_LEFT = re.compile("出党|除名|开除|死亡|去世|脱党|退党|自行脱|取消|已转出|转出")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def parse_category(value: Value, today: dt.date) -> Parsed:
    """正式党员 or 预备党员; “在职党员” and the like give `work:` and the work status, sorted out when judged."""
    if is_blank(value) or fault_of(value) is not None:
        return fault_of(value) or Parsed(None)
    text = folded(value)
    found = CATEGORY.find(text)
    if found is None and (_BEFORE_JOINING.search(text) or is_outside_the_party(text)):
        return Parsed(None, (Note(NOT_YET_MEMBER, {"text": text[:40]}),))
    if found is None and text not in WorkStatus.values and (work := WORK.find(text)):
        return Parsed(f"work:{work}", (Note(WORK_NOT_CATEGORY, {"text": text[:40]}),))
    return CATEGORY.parse(value, today)


def parse_status(value: Value, today: dt.date) -> Parsed:
    """The status of the membership; those that ended are refused with the way to record them."""
    text = folded(value) if isinstance(value, str) else ""
    if text and STATUS.find(text) is None and _LEFT.search(text):
        return Parsed(None, (Note(LEFT_PARTY, {"text": text[:40]}),))
    return STATUS.parse(value, today)


def parse_posts(value: Value, today: dt.date) -> Parsed:
    """Party posts, several in one cell; the value is a list. Words that are none are left out with a warning."""
    if is_blank(value) or fault_of(value) is not None:
        return fault_of(value) or Parsed(None)
    found: list[str] = []
    unknown: list[str] = []
    for part in _BETWEEN.split(as_text(value)):
        word = "".join(folded(part).split())
        if not word or word in _NO_POST:
            continue
        title = _ALL_TITLES.get(word) or (word if word in PostTitle.values else None)
        found.append(str(title)) if title else unknown.append(word)
    notes = (Note(UNKNOWN_POST, {"text": "、".join(unknown)[:40]}),) if unknown else ()
    return Parsed(list(dict.fromkeys(found)) or None, notes)


def looks_like_mobile(value: Value) -> bool:
    """Whether a cell could be a mobile number."""
    return bool(_MOBILE.fullmatch(folded(value)))


def looks_like_sex(value: Value) -> bool:
    """Whether a cell says man or woman."""
    return folded(value) in ("男", "女", "男性", "女性")


def looks_like_group(value: Value) -> bool:
    """Whether a cell could be an ethnic group."""
    return isinstance(value, str) and not value.isdigit() and ETHNIC_GROUP.lookup(folded(value)) is not None


_text60 = partial(parse_text, max_length=60)
_PARSERS: dict[str, Parse] = {
    "name": parse_name,
    "sex": SEX.cells.parse,
    "ethnic_group": ETHNIC_GROUP.cells.parse,
    "identity_number": parse_identity,
    "born_on": parse_date,
    "education": parse_education,
    "category": parse_category,
    "joined_on": parse_date,
    "full_member_on": parse_date,
    "position_code": parse_position,
    "mobile_phone": parse_phone,
    "landline": parse_phone,
    "home_address": parse_text,
    "status": parse_status,
    "out_of_contact": parse_yes_no,
    "out_of_contact_on": parse_date,
    "mobile_member": parse_yes_no,
    "destination": parse_destination,
    "work_status": WORK.parse,
    "group": _text60,
    "party_post": parse_posts,
    "post_on": parse_date,
    "applied_on": parse_date,
    "activist_on": parse_date,
    "prospect_on": parse_date,
    "community": _text60,
    "exempt": parse_yes_no,
    "window": parse_yes_no,
    "branch_on": parse_date,
}
_LOOKS: dict[str, Callable[[Value], bool]] = {
    "sex": looks_like_sex,
    "ethnic_group": looks_like_group,
    "identity_number": looks_like_identity,
    "mobile_phone": looks_like_mobile,
}
_LABELS: dict[str, Any] = {
    "mobile_phone": _("Mobile phone"),
    "out_of_contact_on": _("Out of contact since"),
    "mobile_member": _("Mobile member"),
    "destination": _("Where to"),
    "work_status": _("Work status"),
    "group": _("Party group"),
    "party_post": _("Party post"),
    "post_on": _("In the Party post since"),
    "exempt": _("Exempt from activities"),
    "window": _("Serves at a service window"),
    "branch_on": _("In the branch since"),
}
PRIVATE = ("identity_number", "mobile_phone", "landline", "home_address")


def label_of(key: str) -> str:
    """The words for a column of a roster."""
    item = BY_KEY.get(key)
    return str(_LABELS.get(key) or (item.label if item else key))


@lru_cache(maxsize=1)
def _common() -> dict[str, FieldSpec]:
    return {
        key: FieldSpec(
            key,
            _LABELS.get(key) or BY_KEY[key].label,
            parse,
            synonyms=SYNONYMS[key],
            required=key == "name",
            looks_like=_LOOKS.get(key),
            show=partial(shown, key),
        )
        for key, parse in _PARSERS.items()
    }


def fields_of(branches: Branches) -> tuple[FieldSpec, ...]:
    """The columns in the order of the national form, with the branches of one organisation."""
    branch = FieldSpec(
        "branch",
        BY_KEY["branch"].label,
        branches.parse,
        synonyms=SYNONYMS["branch"],
        from_context=True,
        show=branches.name,
    )
    common = _common()
    front = ("name", "sex", "ethnic_group", "identity_number", "born_on", "education", "category")
    rest = (spec for key, spec in common.items() if key not in front)
    return (*(common[key] for key in front), branch, *rest)


def shown(key: str, value: Any) -> str:
    """A cleaned value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(PostTitle(title).label) for title in value)
    item = BY_KEY.get(key)
    if item and item.codes:
        return item.codes.label(value)
    words: CodeSet | None = {"category": CATEGORY, "status": STATUS, "work_status": WORK}.get(key)
    return words.entries.get(value, str(value)) if words else str(value)
