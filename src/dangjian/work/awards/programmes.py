"""What is awarded again and again, as the catalogue begins, and the outline of a first call: data, with sources.

The work committee ends programmes and adds its own. A later call begins as a copy of the one before, so nothing reads
an outline after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .enums import PhaseKind, Subject

SINCE = date(2012, 1, 1)
JULY_FIRST = "july-first"
"""Key of the 1 July commendations, which figures count."""


@dataclass(frozen=True)
class ClassOutline:
    """A class of a first call: name, subject, quota, kind of record, conditions with their numbers."""

    name: str
    subject: Subject
    quota: int
    record_kind: str = ""
    conditions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class PhaseOutline:
    """A phase of a first call, by month and day; the end is not included."""

    kind: PhaseKind
    starts: tuple[int, int]
    ends: tuple[int, int]


@dataclass(frozen=True)
class Programme:
    """A programme of the catalogue.

    Attributes:
        key: names it in the code.
        name: its name in office Chinese.
        is_yearly: whether it is awarded each year.
        source: where conditions and opinions are written.
        receipts: whether discipline and personnel departments are asked.
    """

    key: str
    name: str
    is_yearly: bool
    source: str = ""
    receipts: bool = False
    classes: tuple[ClassOutline, ...] = ()
    phases: tuple[PhaseOutline, ...] = ()


# Three kinds: the article. Order of steps, receipts and the deadline of 25 May: samples of national and municipal
# organs (domain.md S19). Quotas are those of the municipal sample.
PROGRAMMES = (
    Programme(
        JULY_FIRST,
        "“七一”表彰",
        is_yearly=True,
        source="年度“七一”表彰工作通知的通行条件，由工委按年调整",
        receipts=True,
        classes=(
            ClassOutline(
                "先进基层党组织",
                Subject.ORGANISATION,
                50,
                conditions=(("organisations.term_in_order", 0), ("organisations.stands", 1)),
            ),
            ClassOutline(
                "优秀共产党员",
                Subject.MEMBER,
                300,
                conditions=(("members.full_member", 1), ("members.membership_in_order", 0), ("life.excellent", 1)),
            ),
            ClassOutline(
                "优秀党务工作者",
                Subject.MEMBER,
                60,
                conditions=(("members.in_office", 1), ("members.membership_in_order", 0), ("life.excellent", 1)),
            ),
        ),
        phases=(
            PhaseOutline(PhaseKind.NOMINATING, (4, 20), (5, 26)),
            PhaseOutline(PhaseKind.CHECKING, (5, 26), (6, 5)),
            PhaseOutline(PhaseKind.DECIDING, (6, 5), (6, 16)),
            PhaseOutline(PhaseKind.NOTICE, (6, 16), (6, 26)),
        ),
    ),
    Programme("service-brands", "优秀“党建服务品牌”评选", is_yearly=False),
    Programme("service-pioneers", "服务先锋、服务标兵评选", is_yearly=True),
    Programme("named-homes", "“党员之家”命名", is_yearly=False),
)
BY_KEY = {programme.key: programme for programme in PROGRAMMES}
