"""Who takes part in a round, votes and is graded: read from the dated facts of the day it is opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dangjian.foundation.members.enums import Category, ConditionKind, MembershipStatus
from dangjian.foundation.members.models import Condition, Membership
from dangjian.kernel.tree.models import Organisation

from ...enums import PlaceReason


@dataclass(frozen=True)
class Place:
    """What a member may and is expected to do in a round."""

    is_expected: bool = True
    may_vote: bool = True
    is_graded: bool = True
    reason: str = ""


def place_for(*, category: str, status: str, conditions: Collection[str] = ()) -> Place:
    """The place of a member by category, status of membership and conditions in force on a day.

    Whose membership is suspended and who is out of contact take no part. The old, frail, ill or disabled may take part
    and are never missing (regulation on members, 2019, article 23). Probationary members take part without a vote
    (Party Constitution, article 7) and without a grade.
    """
    if status == MembershipStatus.SUSPENDED:
        return Place(False, False, False, PlaceReason.SUSPENDED)
    if ConditionKind.OUT_OF_CONTACT in conditions:
        return Place(False, False, False, PlaceReason.OUT_OF_CONTACT)
    is_exempt, is_probationary = ConditionKind.EXEMPT in conditions, category == Category.PROBATIONARY
    if is_exempt:
        return Place(False, not is_probationary, False, PlaceReason.EXEMPT)
    if is_probationary:
        return Place(True, False, False, PlaceReason.PROBATIONARY)
    return Place()


def places_on(organisation: Organisation, day: date) -> list[tuple[int, Place]]:
    """The members of a branch on a day with their places, in the order of their names; two queries."""
    rows = list(
        Membership.objects.on(day)
        .filter(organisation=organisation)
        .order_by("member__pinyin", "member")
        .values_list("member", "category", "status")
    )
    conditions: dict[int, set[str]] = {}
    held = Condition.objects.on(day).filter(member__in=[row[0] for row in rows])
    for member, kind in held.values_list("member_id", "kind"):
        conditions.setdefault(member, set()).add(kind)
    return [
        (member, place_for(category=category, status=status, conditions=conditions.get(member, ())))
        for member, category, status in rows
    ]
