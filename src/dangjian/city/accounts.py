"""The accounts of the model city, one for every role; they exist nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import Member, Post
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.tree.models import Organisation

from .cast import CAST, PASSWORD, Part
from .contacts import leaders
from .world import Branch, City

OPENED = datetime(2017, 1, 3, 1, tzinfo=UTC)
SINCE = date(2017, 1, 3)
TITLES = {Role.BRANCH_SECRETARY: PostTitle.SECRETARY, Role.BRANCH_CLERK: PostTitle.PARTY_AFFAIRS_OFFICER}
NAMES = {Role.SYSTEM_ADMINISTRATOR: "系统管理员", Role.SECURITY_OFFICER: "安全保密员", Role.AUDITOR: "安全审计员"}


def build(city: City) -> None:
    """Open the accounts of the cast and give them their roles."""
    branch = city.branch_called("配电支部") or city.own_branch
    taken: set[int] = set()
    password = make_password(PASSWORD)
    for part in CAST:
        place, member = _whose(city, branch, part, taken)
        if member is not None:
            taken.add(member.pk)
        account = Account(
            username=part.username,
            password=password,
            display_name=member.name if member else NAMES.get(part.role, part.username),
            member=member,
            organisation=member.current.organisation if member and member.current else city.committee,
            date_joined=OPENED,
            password_changed_at=timezone.now(),
        )
        city.write([account])
        city.write([Grant(account=account, role=part.role, organisation=place, starts_on=SINCE)])


def _whose(city: City, branch: Branch, part: Part, taken: set[int]) -> tuple[Organisation, Member | None]:
    """Where a part holds its role, and which member it is; administrators are no members of the register."""
    if part.role in NAMES:
        return city.committee, None
    chiefs = {leader.key for leader in leaders(city)}
    if part.role == Role.COMMITTEE_LEADER:
        return city.committee, _member(leaders(city)[0].key)
    if part.role in TITLES:
        held = Post.objects.on(city.day).filter(organisation=branch.organisation, title=TITLES[part.role])
        return branch.organisation, held.select_related("member__current__organisation")[0].member
    if part.role == Role.PARTY_OFFICE:
        office = branch.direct
        held = Post.objects.on(city.day).filter(organisation=office.organisation, title=PostTitle.PARTY_AFFAIRS_OFFICER)
        return office.organisation, held.exclude(member__in=taken).select_related("member__current__organisation")[
            0
        ].member
    place = branch if part.role == Role.MEMBER else city.own_branch
    posts = set(Post.objects.filter(organisation=place.organisation).values_list("member_id", flat=True))
    free = [p for p in place.full_members if p.key not in taken | chiefs and not p.is_retired]
    plain = [p for p in free if p.key not in posts]
    return (place.organisation if part.role == Role.MEMBER else city.committee), _member((plain or free)[-1].key)


def _member(key: int) -> Member:
    return Member.objects.select_related("current__organisation").get(pk=key)
