"""Which pair type a talk is of, as far as the posts held on its day say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import IntEnum

from dangjian.foundation.members.enums import COMMITTEE_TITLES, PostTitle
from dangjian.foundation.members.models import Post
from dangjian.kernel.tree.models import Organisation

from ...enums import PairType


class Standing(IntEnum):
    """What somebody is in a talk: the highest that the posts of the day give."""

    MEMBER = 0
    OTHER_POST = 1
    COMMITTEE = 2
    LEADER = 3


def standings_on(members: Collection[int], branch: Organisation, day: date) -> dict[int, Standing]:
    """What members are on a day, seen from a branch; one query.

    Leaders hold a post in a leading group or in the leadership of a work committee; the committee is the branch's.
    """
    found = dict.fromkeys(members, Standing.MEMBER)
    rows = Post.objects.on(day).filter(member__in=members)
    for member, title, organisation, group in rows.values_list(
        "member_id", "title", "organisation_id", "leading_group_id"
    ):
        if group or title == PostTitle.COMMITTEE_LEADER:
            standing = Standing.LEADER
        elif title in COMMITTEE_TITLES and organisation == branch.pk:
            standing = Standing.COMMITTEE
        else:
            standing = Standing.OTHER_POST
        found[member] = max(found[member], standing)
    return found


def pair_type_of(talkers: Iterable[Standing], talked_to: Iterable[Standing]) -> PairType | None:
    """The pair type that two sides make; None where the posts do not decide it.

    A leader may talk with a plain member as a leader or as a fellow member: that is for the writer to say,
    and so is a talk with sides of mixed standing.
    """
    one, other = set(talkers), set(talked_to)
    if len(one) != 1 or len(other) != 1:
        return None
    low, high = sorted((*one, *other))
    if high is Standing.LEADER:
        if low is Standing.LEADER:
            return PairType.BETWEEN_LEADERS
        return PairType.LEADERS_AND_NEXT if low > Standing.MEMBER else None
    if high is Standing.COMMITTEE:
        return PairType.IN_COMMITTEE if low is Standing.COMMITTEE else PairType.COMMITTEE_AND_MEMBERS
    return PairType.AMONG_MEMBERS


def derived_pair_type(
    talkers: Collection[int], talked_to: Collection[int], *, branch: Organisation, day: date
) -> PairType | None:
    """The pair type of a talk between members by their posts on its day; None where they do not decide it."""
    standings = standings_on([*talkers, *talked_to], branch, day)
    return pair_type_of((standings[key] for key in talkers), (standings[key] for key in talked_to))
