"""Figures about members: a count on any day is one query over the membership rows in force on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangjian.kernel.figures.marking import OWN, watch
from dangjian.kernel.figures.measures import Count, CountDistinct, Ratio
from dangjian.kernel.figures.registry import Figure, Scope, register

from . import queries
from .ages import AGE_BANDS, EDUCATION_LEVELS, born_in_band
from .enums import EXIT_REASONS, ConditionKind, PostTitle, WorkStatus
from .models import ContactAssignment, Membership, Post, Transfer

# All organisations that a member ever belonged to: figures of past days read the member as it is now.
ALL_OF_MEMBER = "SELECT organisation_id AS place FROM members_membership WHERE member_id = {row}."
watch("members_membership", OWN)
watch("members_condition", ALL_OF_MEMBER + "member_id")
watch("members_post", OWN)
watch("members_transfer", OWN)
watch("members_contactassignment", OWN, "SELECT {row}.committee_id AS place")
watch("members_member", ALL_OF_MEMBER + "id", events=["update"])  # a new one belongs nowhere yet

OWNER = _("Organisation section of the work committee")
SINCE = date(2017, 1, 1)
MEMBERS, PERCENT = _("members"), "%"
BY_AFFILIATION = _(
    "Counted by affiliation on the day of the figure, not by where somebody works. Suspended members count, ended "
    "memberships do not."
)

Words = str | Promise
Records = Callable[[Scope], QuerySet[Any]]


def _declare(key: str, label: Words, unit: Words, definition: Words, **more: Any) -> Figure:
    return register(
        Figure(
            key=key,
            label=label,
            unit=unit,
            definition=definition,
            owner=OWNER,
            version=1,
            effective_on=SINCE,
            **more,
        )
    )


def _in_force(scope: Scope) -> QuerySet[Any]:
    return Membership.objects.on(scope.as_of)


def _members(
    key: str, label: Words, definition: Words, condition: Callable[[Scope], Q] = lambda scope: Q(), **more: Any
) -> None:
    _declare(
        key,
        label,
        MEMBERS,
        format_lazy("{} {}", definition, BY_AFFILIATION),
        # On any one day a member has one row in force, so counting rows counts members.
        measure=Count(),
        records=lambda scope: _in_force(scope).filter(condition(scope)),
        among=_in_force,
        part=condition,
        row="member",
        kind="members.member",
        tallied=True,
        **more,
    )


def _share(key: str, label: Words, definition: Words, numerator: str, denominator: str, **more: Any) -> None:
    measure = Ratio(numerator, denominator)
    _declare(key, label, PERCENT, definition, measure=measure, decimals=1, **more)


_members("members.all", _("Members"), _("All Party members, full and probationary."), desk=7)
_members(
    "members.in_service",
    _("Members in service"),
    _("Party members whose work status is in service."),
    lambda scope: Q(work_status=WorkStatus.IN_SERVICE),
    desk=3,
    below=2,
)
_members(
    "members.retired",
    _("Retired members"),
    _("Party members whose work status is retired."),
    lambda scope: Q(work_status=WorkStatus.RETIRED),
)
_members("members.full", _("Full members"), _("Full Party members."), lambda scope: Q(category="01"))
_members(
    "members.probationary",
    _("Probationary members"),
    _("Probationary Party members."),
    lambda scope: Q(category="02"),
    desk=8,
)
_members("members.women", _("Women"), _("Party members whose sex is female."), lambda scope: Q(member__sex="2"))
_members(
    "members.ethnic_minorities",
    _("Members of ethnic minorities"),
    _("Party members of an ethnic group other than Han; records without an entry are left out."),
    lambda scope: ~Q(member__ethnic_group__in=("", "01", "97", "98")),
)
_members(
    "members.college_and_above",
    _("Members with college education and above"),
    _("Party members whose education is college, bachelor or postgraduate (GB/T 4658, codes 10 to 39)."),
    lambda scope: Q(member__education__gte="10", member__education__lt="40"),
)


def _educated(key: str) -> Callable[[Scope], Q]:
    level = EDUCATION_LEVELS[key]
    return lambda scope: Q(member__education__gte=level.first, member__education__lte=level.last)


def _aged(key: str) -> Callable[[Scope], Q]:
    return lambda scope: born_in_band(key, scope.as_of, "member__")


for _key, _level in EDUCATION_LEVELS.items():
    _members(
        f"members.education_{_key}",
        format_lazy(_("Members by education: {level}"), level=_level.label),
        _("Party members by level of education (GB/T 4658)."),
        _educated(_key),
    )
for _key, _band in AGE_BANDS.items():
    _members(
        f"members.age_{_key}",
        format_lazy(_("Members by age: {band}"), band=_band.label),
        _("Party members by age in full years on the day of the figure; records without a date of birth are left out."),
        _aged(_key),
    )


def _in_condition(kind: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(member__in=queries.in_condition(kind, scope.as_of))


_members(
    "members.exempt",
    _("Exempt members"),
    _("Members exempt from activities because they are old, frail, ill or disabled."),
    _in_condition(ConditionKind.EXEMPT),
    sensitive=True,
)
_members(
    "members.window",
    _("Members at service windows"),
    _("Members noted as serving at a service window."),
    _in_condition(ConditionKind.WINDOW),
)
_members(
    "members.records_complete",
    _("Complete records"),
    _("Members whose record has all sixteen items of the national collection, as the records stand now."),
    lambda scope: ~queries.incomplete("member__"),
)
_share(
    "members.women_share",
    _("Share of women"),
    _("Women divided by all members on the same day."),
    "members.women",
    "members.all",
    desk=4,
)
_share(
    "members.college_share",
    _("Share with college education and above"),
    _("Members with college education and above divided by all members on the same day."),
    "members.college_and_above",
    "members.all",
)
_share(
    "members.complete_share",
    _("Share of complete records"),
    _("Members with a complete record divided by all members on the same day."),
    "members.records_complete",
    "members.all",
    desk=5,
    below=3,
)


def _letters(key: str, label: Words, definition: Words, records: Records) -> None:
    _declare(
        key,
        label,
        _("letters"),
        definition,
        measure=Count(),
        records=records,
        kind="members.transfer",
        tallied=True,
    )


_letters(
    "members.transfers_open",
    _("Open transfers"),
    _("Transfer letters issued by the day of the figure and not answered on it. They count for the issuing branch."),
    lambda scope: queries.open_on(Transfer.objects.all(), scope.as_of),
)
_letters(
    "members.transfers_overdue",
    _("Transfers beyond their validity"),
    _("Transfer letters that on the day of the figure are unanswered and past their last valid day."),
    lambda scope: queries.past_validity(queries.open_on(Transfer.objects.all(), scope.as_of), scope.as_of),
)


def _changes(key: str, label: Words, definition: Words, reasons: tuple[str, ...]) -> None:
    _declare(
        key,
        label,
        MEMBERS,
        definition,
        measure=CountDistinct("member"),
        records=lambda scope: Membership.objects.filter(
            reason__in=reasons, starts_on__gte=scope.period.starts_on, starts_on__lte=scope.as_of
        ),
        kind="members.membership",
    )


_changes(
    "members.joined",
    _("Members admitted"),
    _("Members admitted in the period: their first row says admitted. Transfers are left out."),
    ("admitted",),
)
_changes(
    "members.confirmed",
    _("Members granted full membership"),
    _("Probationary members granted full membership in the period."),
    ("confirmed",),
)
_changes(
    "members.exits",
    _("Exits"),
    _("Members whose membership here ended in the period, whatever the reason. Entries made by mistake are left out."),
    tuple(reason for reason in EXIT_REASONS if reason != "mistake"),
)
_declare(
    "members.branches_without_secretary",
    _("Branches without a secretary"),
    _("branches"),
    _("Branches of every kind that have no secretary on the day of the figure."),
    measure=Count(),
    records=lambda scope: queries.branches_without_secretary(scope.as_of, scope.past),
    kind="organisations.organisation",
    path="path",
    tallied=True,
    of_tree=True,
)
_declare(
    "members.per_branch",
    _("Members per branch"),
    MEMBERS,
    _("All members divided by all branches on the same day."),
    measure=Ratio("members.all", "organisations.branches", percent=False),
    decimals=1,
)
_declare(
    "members.committee_leaders",
    _("Leaders of the work committee"),
    _("leaders"),
    _("Members who on the day of the figure hold a post in the leadership of a work committee."),
    measure=CountDistinct("member"),
    records=lambda scope: Post.objects.on(scope.as_of).filter(title=PostTitle.COMMITTEE_LEADER),
    kind="members.post",
)
_declare(
    "members.contact_areas",
    _("Links of leaders to areas"),
    _("links"),
    _("Links in force on the day of the figure between a leader of the work committee and an area."),
    measure=Count(),
    records=lambda scope: ContactAssignment.objects.on(scope.as_of).filter(area__isnull=False),
    kind="members.contact_assignment",
    path="committee__path",
    tallied=True,
)
_declare(
    "members.contact_organisations",
    _("Links of leaders to organisations"),
    _("links"),
    _("Links in force on the day of the figure between a leader of the work committee and an organisation."),
    measure=Count(),
    records=lambda scope: ContactAssignment.objects.on(scope.as_of).filter(organisation__isnull=False),
    kind="members.contact_assignment",
    path="committee__path",
    tallied=True,
)
_declare(
    "members.areas_per_leader",
    _("Areas per leader"),
    pgettext_lazy("unit", "areas"),
    _("Links of leaders to areas divided by the leaders of the work committee, on the same day."),
    measure=Ratio("members.contact_areas", "members.committee_leaders", percent=False),
    decimals=1,
    article="areas-per-leader",
)
_declare(
    "members.organisations_per_leader",
    _("Organisations per leader"),
    pgettext_lazy("unit", "organisations"),
    _("Links of leaders to organisations divided by the leaders of the work committee, on the same day."),
    measure=Ratio("members.contact_organisations", "members.committee_leaders", percent=False),
    decimals=1,
    article="organisations-per-leader",
)
_declare(
    "members.without_leader",
    _("Direct organisations without a leader"),
    pgettext_lazy("unit", "organisations"),
    _("Direct organisations that on the day of the figure no leader of the work committee is linked to."),
    measure=Count(),
    records=lambda scope: queries.direct_without_leader(scope.as_of, scope.past),
    kind="organisations.organisation",
    path="path",
    tallied=True,
    of_tree=True,
)
