"""How often meetings are held, by kind of organisation (三会一课 and what goes with it).

Before the branch regulation of 2018 the same frequencies were custom of the three meetings and one lesson; the
versions say so. Articles are named where the source at hand gives them, and left empty elsewhere: no article is better
than a wrong one. Lessons and the themed day are arranged locally: the work committee tightens, nobody loosens.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Post
from dangjian.foundation.organisations.terms import BRANCH_REGULATION
from dangjian.kernel.obligations.standing import Scope, Source, StandingRule, Version, Words, register
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from ..enums import MeetingKind
from ..models import CountsAs

REGULATION = Source(BRANCH_REGULATION)
CUSTOM = Source(_("Three meetings and one lesson: custom before the regulation of 2018"))
LOCAL = Source(_("Arrangement of the work committee"))
MEMBER_REGULATION = _("Regulation on the education and management of Party members (2019)")
CENTRAL_GROUP_RULES = Source(_("Rules on the study of central groups of Party committees (2017)"))
CUSTOM_SINCE, REGULATION_SINCE, MEMBER_REGULATION_SINCE = date(2010, 6, 4), date(2018, 10, 28), date(2019, 5, 6)
OFFICERS = (
    PostTitle.ORGANISATION_OFFICER,
    PostTitle.PUBLICITY_OFFICER,
    PostTitle.DISCIPLINE_OFFICER,
    PostTitle.COMMITTEE_MEMBER,
)
"""Titles that only a branch with a committee has."""

SEATED: dict[str, Any] = {"owes_from": "seated_from", "owes_until": "seated_until"}

Owing = Callable[[Scope], QuerySet[Organisation]]


def branches(scope: Scope) -> QuerySet[Organisation]:
    """Branches of every kind."""
    return Organisation.objects.branches()


def _seated(rows: QuerySet[Organisation], seats: Q) -> QuerySet[Organisation]:
    """Organisations with seats of a kind, from the first day that one was held to the last."""
    held = Post.objects.filter(seats, organisation=OuterRef("pk"))
    last = held.order_by(F("ends_on").desc(nulls_first=True)).values("ends_on")
    rows = rows.annotate(seated_from=Subquery(held.order_by("starts_on").values("starts_on")[:1]))
    return rows.annotate(seated_until=Subquery(last[:1])).filter(seated_from__isnull=False)


def branches_with_committee(scope: Scope) -> QuerySet[Organisation]:
    """Branches that have or had a committee; smaller ones have a secretary alone."""
    return _seated(Organisation.objects.branches(), Q(title__in=OFFICERS, leading_group=None))


def groups(scope: Scope) -> QuerySet[Organisation]:
    """Party groups inside branches."""
    return Organisation.objects.filter(kind=OrganisationKind.GROUP)


def with_leading_group(scope: Scope) -> QuerySet[Organisation]:
    """Organisations whose unit has or had a leading group."""
    return _seated(Organisation.objects.all(), Q(leading_group__isnull=False))


def with_secretary_above_branches(scope: Scope) -> QuerySet[Organisation]:
    """Organ committees and general branches with a secretary, who gives a lesson of his or her own."""
    kinds = (OrganisationKind.ORGAN_COMMITTEE, OrganisationKind.GENERAL_BRANCH)
    return _seated(Organisation.objects.filter(kind__in=kinds), Q(title=PostTitle.SECRETARY, leading_group=None))


def held_as(kind: MeetingKind) -> Callable[[Scope], QuerySet[Any]]:
    """The meetings that stand as held and count as a kind."""
    return lambda scope: CountsAs.objects.held().filter(kind=kind)


def not_held_as(kind: MeetingKind) -> Callable[[Scope], QuerySet[Any]]:
    """The meetings of a kind that stand as not held, with a reason."""
    return lambda scope: CountsAs.objects.not_held().filter(kind=kind)


def hold(kind: MeetingKind) -> Callable[[Organisation, Period], str]:
    """Where a meeting of the kind is recorded."""
    return lambda organisation, period: reverse("life:record", args=[organisation.pk]) + f"?kind={kind.value}"


def listed(kind: MeetingKind) -> Callable[[int, Period], str]:
    """The list of an organisation's meetings of a kind in a period."""

    def url(organisation: int, period: Period) -> str:
        span = f"from={period.starts_on.isoformat()}&to={period.last_day.isoformat()}"
        return f"{reverse('records:list', args=['life.meeting'])}?kind={kind.value}&of={organisation}&{span}"

    return url


def _rule(
    kind: MeetingKind,
    title: Words,
    *,
    source: Source,
    versions: tuple[Version, ...],
    applies: Owing,
    advice: Words,
    **more: Any,
) -> StandingRule:
    return register(
        StandingRule(
            key=f"life.{kind.value}",
            title=title,
            source=source,
            versions=versions,
            applies=applies,
            evidence=held_as(kind),
            explained=not_held_as(kind),
            evidence_on="meeting__happened_on",
            kind="life.meeting",
            cell_url=listed(kind),
            action=_("Record it"),
            action_url=hold(kind),
            advice=advice,
            **more,
        )
    )


def _custom_then_regulation(periods: PeriodKind, *, grace_days: int = 0) -> tuple[Version, Version]:
    """A frequency that was custom before the regulation of 2018 wrote it down, and stayed what it was."""
    return (
        Version(CUSTOM_SINCE, periods, grace_days=grace_days, source=CUSTOM),
        Version(REGULATION_SINCE, periods, grace_days=grace_days),
    )


GENERAL = _rule(
    MeetingKind.GENERAL,
    _("Members' meeting of the branch"),
    source=REGULATION,
    versions=_custom_then_regulation(PeriodKind.QUARTER, grace_days=10),
    applies=branches,
    advice=_("Normally once a quarter. Members with a vote decide; more than half of them must be there."),
)
COMMITTEE = _rule(
    MeetingKind.COMMITTEE,
    _("Meeting of the branch committee"),
    source=REGULATION,
    versions=_custom_then_regulation(PeriodKind.MONTH, grace_days=10),
    applies=branches_with_committee,
    **SEATED,
    advice=_("Normally once a month, more often when needed; more than half of its members must be there."),
)
GROUP = _rule(
    MeetingKind.GROUP,
    _("Party group meeting"),
    source=REGULATION,
    versions=_custom_then_regulation(PeriodKind.MONTH, grace_days=10),
    applies=groups,
    advice=_("Normally once a month. Groups of a branch may meet jointly; one record counts for each."),
)
PARTY_DAY = _rule(
    MeetingKind.PARTY_DAY,
    _("Themed Party day"),
    source=Source(BRANCH_REGULATION, _("article 16")),
    versions=(
        Version(date(2017, 1, 1), PeriodKind.MONTH, grace_days=10, source=LOCAL),
        Version(REGULATION_SINCE, PeriodKind.MONTH, grace_days=10),
    ),
    applies=branches,
    advice=_("Once a month on a day that is relatively fixed; the members' meeting may be held on it."),
)
LESSON = _rule(
    MeetingKind.LESSON,
    _("Party lesson"),
    source=LOCAL,
    versions=(Version(CUSTOM_SINCE, PeriodKind.QUARTER, grace_days=10),),
    applies=branches,
    advice=_("The regulation names no number; here it is once a quarter. It is brought home to those who cannot come."),
)
ORGANISATIONAL_LIFE = _rule(
    MeetingKind.ORGANISATIONAL_LIFE,
    _("Organisational life meeting"),
    source=Source(MEMBER_REGULATION, _("article 17")),
    versions=(
        Version(CUSTOM_SINCE, PeriodKind.YEAR, grace_days=90, source=CUSTOM),
        Version(REGULATION_SINCE, PeriodKind.YEAR, grace_days=90, source=REGULATION),
        Version(MEMBER_REGULATION_SINCE, PeriodKind.YEAR, grace_days=90),
    ),
    applies=branches,
    advice=_(
        "At least once a year, usually in the fourth quarter. Talks and opinions come first, problem lists after."
    ),
)
DEMOCRATIC_LIFE = _rule(
    MeetingKind.DEMOCRATIC_LIFE,
    _("Democratic life meeting"),
    source=Source(_("Rules on democratic life meetings of leading Party members (2016)")),
    versions=(Version(date(2016, 12, 23), PeriodKind.YEAR, grace_days=60),),
    applies=with_leading_group,
    **SEATED,
    advice=_("Once a year, by the leading group. The superior organisation sends somebody to attend."),
)
CENTRAL_GROUP = _rule(
    MeetingKind.CENTRAL_GROUP,
    _("Study of the central group"),
    source=CENTRAL_GROUP_RULES,
    versions=(Version(date(2017, 1, 30), PeriodKind.QUARTER, grace_days=10),),
    applies=with_leading_group,
    **SEATED,
    advice=_("Collective study of the leading group, at least once a quarter."),
)


def _given_by_secretaries(scope: Scope) -> QuerySet[Any]:
    """Lessons anywhere whose lecturer was secretary on the day, read by the organisation of that post.

    All that is asked of the post stands in the relation: a filter of its own would join the posts a second time, and
    the day would be asked of one post and the organisation of another.
    """
    day, post = F("meeting__happened_on"), "meeting__lecturer__posts"
    in_office = Q(**{f"{post}__ends_on": None}) | Q(**{f"{post}__ends_on__gt": day})
    as_secretary = Q(
        **{f"{post}__title": PostTitle.SECRETARY, f"{post}__leading_group": None, f"{post}__starts_on__lte": day}
    )
    rows = CountsAs.objects.held().filter(kind=MeetingKind.LESSON)
    return rows.annotate(office=FilteredRelation(post, condition=as_secretary & in_office))


LEADERS_LESSON = register(
    StandingRule(
        key="life.leaders_lesson",
        title=_("Lesson given by the secretary"),
        source=Source(BRANCH_REGULATION, _("article 16")),
        versions=_custom_then_regulation(PeriodKind.YEAR),
        applies=with_secretary_above_branches,
        owes_from=SEATED["owes_from"],
        owes_until=SEATED["owes_until"],
        evidence=_given_by_secretaries,
        evidence_on="meeting__happened_on",
        evidence_path="office__organisation__path",
        kind="life.meeting",
        action=_("Record it"),
        action_url=hold(MeetingKind.LESSON),
        advice=_("At least one lesson a year; it counts wherever it is given, once its record names the lecturer."),
    )
)
