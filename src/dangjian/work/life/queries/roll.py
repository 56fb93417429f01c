"""Who is expected at a meeting, by the dated facts of the register: the denominator of every attendance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dangjian.foundation.members.enums import COMMITTEE_TITLES, Category, ConditionKind, MembershipStatus, PostTitle
from dangjian.foundation.members.models import Condition, Member, Membership, Post
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from ..enums import Capacity, MeetingKind, NotDue

OF_THE_COMMITTEE = (MeetingKind.COMMITTEE,)
OF_THE_LEADING_GROUP = (MeetingKind.DEMOCRATIC_LIFE, MeetingKind.CENTRAL_GROUP)
EXCUSING: dict[str, NotDue] = {
    ConditionKind.EXEMPT: NotDue.EXEMPT,
    ConditionKind.SECONDED: NotDue.SECONDED,
    ConditionKind.TRAVELLING: NotDue.TRAVELLING,
    ConditionKind.MOBILE: NotDue.MOBILE,
    ConditionKind.OUT_OF_CONTACT: NotDue.OUT_OF_CONTACT,
}
"""Conditions that take a member out of the denominator (regulation on members 2019, article 23, and practice)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the roll of a meeting.

    Attributes:
        capacity: with a vote or, on probation, without one.
        not_due: why the member is not in the denominator; None for those who are expected.
    """

    member: Member
    capacity: Capacity
    not_due: NotDue | None = None

    @property
    def due(self) -> bool:
        """Whether the member is in the denominator."""
        return self.not_due is None


def roll(organisations: Collection[Organisation], kinds: Iterable[str], day: date) -> list[Expected]:
    """The roll of a meeting of these organisations that counts as these kinds, by name. Three queries.

    Where one kind concerns all members and another only the committee, all members are on the roll.
    """
    rows = _memberships(organisations, set(kinds), day)
    away: dict[int, NotDue] = {}
    found = Condition.objects.on(day).filter(kind__in=EXCUSING, member__in=rows.order_by().values("member"))
    for member, kind in found.order_by("-kind").values_list("member", "kind"):
        away[member] = EXCUSING[kind]
    return [
        Expected(
            row.member,
            Capacity.VOTING if row.category == Category.FULL else Capacity.NON_VOTING,
            NotDue.SUSPENDED if row.status == MembershipStatus.SUSPENDED else away.get(row.member_id),
        )
        for row in rows.select_related("member").order_by("member__pinyin", "member_id")
    ]


def people(members: Iterable[Member]) -> QuerySet[Member]:
    """Members by name, for the choices of a form: those of a roll already read."""
    return Member.objects.filter(pk__in=[member.pk for member in members]).order_by("pinyin", "pk")


def sister_groups(organisation: Organisation) -> QuerySet[Organisation]:
    """The other Party groups of the same branch, which may meet jointly with a group."""
    kin = Organisation.objects.filter(parent=organisation.parent_id, kind=organisation.kind, ends_on=None)
    return kin.exclude(pk=organisation.pk).order_by("code")


def higher_leaders(organisation: Organisation, day: date) -> list[Member]:
    """Who leads above an organisation and may sit in with it: double organisational life. One query."""
    above = Post.objects.on(day).filter(organisation__path__in=ancestors(organisation.path or ""))
    seats = Q(title=PostTitle.COMMITTEE_LEADER) | Q(title__in=COMMITTEE_TITLES)
    return list(Member.objects.filter(pk__in=above.filter(seats).order_by().values("member")).order_by("pinyin", "pk"))


def _memberships(organisations: Collection[Organisation], kinds: set[str], day: date) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.on(day)
    if kinds and kinds <= {*OF_THE_COMMITTEE, *OF_THE_LEADING_GROUP}:
        return rows.filter(member__in=_holders(organisations, kinds, day).values("member"))
    place = Q(pk__in=[])
    for organisation in organisations:
        if organisation.kind == OrganisationKind.GROUP:
            place |= Q(group=organisation)
        elif organisation.is_branch:
            place |= Q(organisation=organisation)
        else:
            place |= Q(pk__in=Membership.objects.within(organisation.path or "-").order_by().values("pk"))
    return rows.filter(place)


def _holders(organisations: Collection[Organisation], kinds: set[str], day: date) -> QuerySet[Post]:
    """Who sits on the committee, or in the leading group, of these organisations."""
    posts: QuerySet[Post] = Post.objects.on(day).filter(organisation__in=organisations)
    seats = Q(pk__in=[])
    if kinds & set(OF_THE_COMMITTEE):
        seats |= Q(title__in=COMMITTEE_TITLES, leading_group=None)
    if kinds & set(OF_THE_LEADING_GROUP):
        seats |= Q(leading_group__isnull=False)
    return posts.filter(seats).order_by()
