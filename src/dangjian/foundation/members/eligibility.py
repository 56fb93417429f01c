"""What the register says about whether a member may be put forward for something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import full_years
from dangjian.kernel.records.eligibility import MEMBER, Condition, Finding, register
from dangjian.ui.formats import day_text

from .enums import MembershipStatus
from .models import Member, Membership, Post

YEARS = _("Years")


def _full_member(members: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    since = dict(Member.objects.filter(pk__in=members).values_list("pk", "full_member_on"))
    return {key: _since_when(since[key], day, number) for key in since}


def _since_when(since: date | None, day: date, number: int) -> Finding:
    if since is None:
        return Finding(None, _("The register does not say since when."))
    words = str(_("Full member since {day}.")).format(day=day_text(since))
    return Finding(since <= day and full_years(since, day) >= number, words)


def _in_order(members: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    rows = Membership.objects.on(day).filter(member__in=members)
    return {
        member: Finding(status == MembershipStatus.NORMAL, MembershipStatus(status).label)
        for member, status in rows.values_list("member", "status")
    }


def _in_office(members: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    found = dict.fromkeys(members, Finding(False, _("Holds no Party post.")))
    for post in Post.objects.on(day).filter(member__in=members).order_by("-starts_on"):
        words = _("{title} since {day}.").format(title=post.get_title_display(), day=day_text(post.starts_on))
        found[post.member_id] = Finding(full_years(post.starts_on, day) >= number, words)
    return found


register(
    Condition(
        key="members.full_member",
        label=_("Full member for at least {number} years"),
        subject=MEMBER,
        judge=_full_member,
        number=YEARS,
        usual=1,
    )
)
register(
    Condition(
        key="members.membership_in_order",
        label=_("Membership in order, neither suspended nor ended"),
        subject=MEMBER,
        judge=_in_order,
    )
)
register(
    Condition(
        key="members.in_office",
        label=_("Has held the present Party post for at least {number} years"),
        subject=MEMBER,
        judge=_in_office,
        number=YEARS,
        usual=1,
        smallest=0,
    )
)
