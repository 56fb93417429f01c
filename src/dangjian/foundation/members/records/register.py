"""The register and its changes as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.cells import CellKind
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.records.filters import Rows, below, between, choice
from dangjian.kernel.records.kinds import Column, Filter, RecordKind, Words, register

from .. import permissions, queries
from ..ages import AGE_BANDS, EDUCATION_LEVELS, born_in_band
from ..codes import EDUCATION, ETHNIC_GROUP, SEX
from ..enums import (
    Category,
    ChangeReason,
    ConditionKind,
    MembershipStatus,
    PostTitle,
    WorkStatus,
)
from ..items import NATIONAL_ITEMS
from ..models import (
    Condition,
    Member,
    Membership,
    Post,
)
from .filters import member_url

# Words by code, looked up once a cell: Django's own get_…_display() lays the whole table out anew for each.
CATEGORIES, STATUSES, WORK_STATUSES = dict(Category.choices), dict(MembershipStatus.choices), dict(WorkStatus.choices)
REASONS, TITLES = dict(ChangeReason.choices), dict(PostTitle.choices)


def _by_age(rows: Rows, value: str, actor: Actor) -> Rows:
    return rows.filter(born_in_band(value, actor.today, "")) if value in AGE_BANDS else rows


def _by_education(rows: Rows, value: str, actor: Actor) -> Rows:
    level = EDUCATION_LEVELS.get(value)
    return rows.filter(education__gte=level.first, education__lte=level.last) if level else rows


def _by_condition(rows: Rows, value: str, actor: Actor) -> Rows:
    if value not in ConditionKind.values or not actor.may(permissions.VIEW_CONDITION):
        return rows
    seen = Condition.objects.on(actor.today).filter(kind=value).visible_to(actor, permissions.VIEW_CONDITION)
    return rows.filter(pk__in=seen.values("member"))


def _condition_choices(actor: Actor) -> Sequence[tuple[str, Words]]:
    return ConditionKind.choices if actor.may(permissions.VIEW_CONDITION) else ()


def _by_missing(rows: Rows, value: str, actor: Actor) -> Rows:
    return rows.filter(queries.incomplete() if value == "any" else queries.lacking(value))


def _missing_choices(actor: Actor) -> Sequence[tuple[str, Words]]:
    items = [(item.key, item.label) for item in NATIONAL_ITEMS if item.missing]
    return [("any", _("Any item")), *items]


# Said as what it is, not as what it is not: `exclude` lets rows without a membership in, and with them an outer join,
# which forbids the database to begin with the organisations that the reader sees.
STANDING = [status for status in MembershipStatus.values if status != MembershipStatus.ENDED]


def _by_standing(rows: Rows, value: str, actor: Actor) -> Rows:
    if value == "current":
        return rows.filter(current__status__in=STANDING)
    return rows.filter(current__status=MembershipStatus.ENDED) if value == "ended" else rows


def member_rows() -> Any:
    """Members for a list: branch and posts loaded, what is encrypted and not shown left in the database."""
    return (
        Member.objects.filter(current__isnull=False)
        .with_current()
        .defer("identity_number", "home_address")
        .annotate(missing=queries.missing_count())
        .prefetch_related(Prefetch("posts", Post.objects.filter(ends_on=None), to_attr="posts_now"))
    )


def _completeness(member: Any) -> str:
    return f"{queries.WHOLE - member.missing}/{queries.WHOLE}"


register(
    RecordKind(
        key="members.member",
        label=_("Members"),
        model=Member,
        permission=permissions.VIEW,
        rows=member_rows,
        url=lambda member: member_url(member.pk),
        organisation="current__organisation",
        chapter=7,
        in_ledger=LedgerForm.TABLE,
        order=("pinyin", "pk"),
        icon="users",
        shows_persons=True,
        brief=("name", "sex", "born_on", "ethnic_group"),
        search=queries.named,
        found_in=queries.found_in,
        empty=_("Members appear here when a branch enters them or imports its roster."),
        columns=(
            Column("name", pgettext_lazy("person", "Name"), lambda m: m.name, sort=("pinyin",), link=True, width=12),
            Column("sex", _("Sex"), lambda m: SEX.label(m.sex), width=6),
            Column("born", _("Born"), lambda m: m.born_on.year if m.born_on else None, sort=("born_on",), width=8),
            Column("ethnic", _("Ethnic group"), lambda m: ETHNIC_GROUP.label(m.ethnic_group), width=10),
            Column("education", _("Education"), lambda m: EDUCATION.label(m.education), sort=("education",)),
            Column("category", _("Category"), lambda m: CATEGORIES[m.current.category], width=12),
            Column("work", _("Work status"), lambda m: WORK_STATUSES[m.current.work_status], width=10),
            Column("branch", _("Branch"), lambda m: m.current.organisation.short_name, width=24),
            Column("joined", _("Joined on"), lambda m: m.joined_on, sort=("joined_on",), cell=CellKind.DATE, width=12),
            Column("full", _("Full member since"), lambda m: m.full_member_on, cell=CellKind.DATE, width=12),
            Column("post", _("Party post"), lambda m: "、".join(str(TITLES[p.title]) for p in m.posts_now)),
            Column("complete", _("Items filled"), _completeness, sort=("-missing",), width=10),
            Column("phone", _("Mobile phone"), lambda m: queries.masked(m, "mobile_phone"), private=True),
            Column("status", _("Membership status"), lambda m: STATUSES[m.current.status], width=10),
        ),
        filters=(
            Filter(
                "standing",
                _("Standing"),
                _by_standing,
                choices=lambda actor: [("current", _("Members now")), ("ended", _("Membership ended"))],
                default="current",
            ),
            Filter("organisation", _("Organisation"), below("current__organisation__path"), control="text"),
            choice("category", _("Category"), "current__category", Category.choices),
            choice("work", _("Work status"), "current__work_status", WorkStatus.choices),
            choice("sex", _("Sex"), "sex", SEX.choices),
            Filter("age", _("Age"), _by_age, choices=lambda actor: [(k, b.label) for k, b in AGE_BANDS.items()]),
            Filter(
                "education",
                _("Education"),
                _by_education,
                choices=lambda actor: [(k, level.label) for k, level in EDUCATION_LEVELS.items()],
            ),
            Filter("condition", _("Condition"), _by_condition, choices=_condition_choices),
            Filter("missing", _("Missing"), _by_missing, choices=_missing_choices),
            between("joined_from", _("Joined from"), "joined_on__gte"),
            between("joined_to", _("Joined up to"), "joined_on__lte"),
        ),
    )
)

register(
    RecordKind(
        key="members.membership",
        label=_("Changes of membership"),
        model=Membership,
        permission=permissions.VIEW,
        rows=lambda: Membership.objects.select_related("member", "organisation"),
        url=lambda row: member_url(row.member_id),
        day="starts_on",
        chapter=3,
        in_ledger=LedgerForm.TABLE,
        order=("-starts_on", "-pk"),
        icon="send",
        shows_persons=True,
        brief=("reason", "member__name", "organisation__short_name"),
        search=lambda rows, text: rows.filter(member__in=queries.named(Member.objects.all(), text).values("pk")),
        empty=_("Every change of branch, category, status or work appears here by itself."),
        columns=(
            Column("on", _("From"), lambda r: r.starts_on, sort=("starts_on",), cell=CellKind.DATE, width=12),
            Column("member", pgettext_lazy("person", "Name"), lambda r: r.member.name, link=True, width=12),
            Column("reason", _("Reason"), lambda r: REASONS[r.reason]),
            Column("branch", _("Branch"), lambda r: r.organisation.short_name, width=24),
            Column("category", _("Category"), lambda r: CATEGORIES[r.category], width=12),
            Column("status", _("Membership status"), lambda r: STATUSES[r.status], width=12),
            Column("work", _("Work status"), lambda r: WORK_STATUSES[r.work_status], width=12),
            Column("until", _("Until (not included)"), lambda r: r.ends_on, cell=CellKind.DATE, width=12),
        ),
        filters=(
            Filter("organisation", _("Organisation"), below("organisation__path"), control="text"),
            choice("reason", _("Reason"), "reason", ChangeReason.choices),
            between("since", _("From day"), "starts_on__gte"),
            between("to", _("To day"), "starts_on__lte"),
        ),
    )
)
