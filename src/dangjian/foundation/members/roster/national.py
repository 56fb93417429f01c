"""Rosters as files: the columns of the national system with whole numbers, and an empty roster with its code lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.looks import looked_at_many
from dangjian.kernel.audit.models import Look
from dangjian.kernel.documents.cells import CellKind, Column, Sheet
from dangjian.kernel.documents.xlsx import xlsx_file
from dangjian.kernel.tree.models import Organisation

from ..codes import EDUCATION, ETHNIC_GROUP, POSITION, SEX
from ..models import Condition, Member
from ..permissions import UNMASK
from .fields import CATEGORY, PRIVATE, STATUS, WORK, shown

EXPORTED = action("members.roster.exported", gettext_lazy("took the roster of {target} with whole numbers"))
CHUNK = 500
# The headings of the collection of 2017, which are data: every roster is written in Chinese.
HEADINGS: tuple[tuple[str, str, int], ...] = (
    ("name", "姓名", 10), ("sex", "性别", 6), ("ethnic_group", "民族", 10), ("identity_number", "公民身份号码", 22),
    ("born_on", "出生日期", 12), ("education", "学历", 16), ("category", "人员类别", 12), ("branch", "所在党支部", 36),
    ("joined_on", "加入党组织日期", 14), ("full_member_on", "转为正式党员日期", 16), ("position_code", "工作岗位", 20),
    ("mobile_phone", "手机号码", 14), ("landline", "固定电话", 16), ("home_address", "家庭住址", 30),
    ("status", "党籍状态", 10), ("out_of_contact", "是否失联", 10), ("out_of_contact_on", "失联日期", 12),
    ("mobile_member", "是否流动党员", 12), ("destination", "外出流向", 20),
)  # fmt: skip
MORE: tuple[tuple[str, str, int], ...] = (
    ("work_status", "人员状态", 10), ("group", "党小组", 16), ("party_post", "党内职务", 14),
    ("post_on", "任职时间", 12), ("applied_on", "申请入党日期", 12), ("activist_on", "列为积极分子日期", 14),
    ("prospect_on", "列为发展对象日期", 14), ("community", "社区", 14), ("exempt", "是否免于参加活动", 14),
    ("window", "是否窗口党员", 12), ("branch_on", "进入支部日期", 12),
)  # fmt: skip
_DATES = ("born_on", "joined_on", "full_member_on", "out_of_contact_on")


@transaction.atomic
def export_national(*, organisation: Organisation, reason: str, by: Actor) -> tuple[IO[bytes], str]:
    """The members below an organisation in the order of the national columns. Each of them can read who took it.

    Returns:
        the open file and a name for it.
    """
    people = Member.objects.visible_to(by, UNMASK).within(organisation.path or "").current()
    keys = list(people.values_list("pk", "name"))
    looked_at_many(by, Member, keys, Look.What.UNMASK, fields=PRIVATE, reason=reason, organisation=organisation)
    audit.record(
        EXPORTED, organisation, by=by, organisation=organisation, changes={"members": len(keys), "reason": reason}
    )
    columns = [Column(head, width, CellKind.DATE if key in _DATES else CellKind.TEXT) for key, head, width in HEADINGS]
    watermark = _("Exported by {name} on {day}. For work only; do not pass on.").format(name=by.name, day=by.today)
    stream = xlsx_file([Sheet("党员信息", columns, _rows(people, by))], watermark=watermark)
    return stream, f"{organisation.short_name}-{by.today:%Y%m%d}.xlsx"


def _rows(people: QuerySet[Member], by: Actor) -> Iterator[list[Any]]:
    now = Prefetch("conditions", Condition.objects.on(by.today), to_attr="conditions_now")
    people = people.select_related("current__organisation").prefetch_related(now)
    for member in people.order_by("current__organisation__code", "pinyin", "pk").iterator(chunk_size=CHUNK):
        values = _values(member)
        yield [values[key] for key, _head, _width in HEADINGS]


def _values(member: Any) -> dict[str, Any]:
    conditions = {condition.kind: condition for condition in member.conditions_now}
    away, lost = conditions.get("mobile"), conditions.get("out_of_contact")
    return {key: shown(key, getattr(member, key, "")) for key, _head, _width in HEADINGS if hasattr(member, key)} | {
        **{key: getattr(member, key) for key in _DATES if hasattr(member, key)},
        "category": shown("category", member.current.category),
        "branch": member.current.organisation.name,
        "status": shown("status", member.current.status),
        "out_of_contact": shown("out_of_contact", lost is not None),
        "out_of_contact_on": lost.starts_on if lost else None,
        "mobile_member": shown("mobile_member", away is not None),
        "destination": away.destination if away else "",
    }


def empty_roster() -> IO[bytes]:
    """A roster without rows, and a sheet of the words that its columns take."""
    lists = {
        "性别": SEX.choices, "民族": ETHNIC_GROUP.choices, "学历": EDUCATION.choices, "工作岗位": POSITION.choices,
        "人员类别": CATEGORY.entries.items(), "党籍状态": STATUS.entries.items(), "人员状态": WORK.entries.items(),
    }  # fmt: skip
    rows = [(head, name, code if code.isdigit() else "") for head, found in lists.items() for code, name in found]
    head = [Column(label, width) for _key, label, width in HEADINGS + MORE]
    codes = [Column("栏目", 12), Column("可填内容", 36), Column("代码", 8)]
    return xlsx_file([Sheet("党员名册", head, []), Sheet("可填内容", codes, rows)])
