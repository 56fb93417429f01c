"""What the register holds about the people of a roster's rows: found in a few queries for a thousand rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from dangjian.kernel.imports.targets import CleanRow
from dangjian.kernel.tree.models import Organisation

from ..enums import MembershipStatus
from ..models import Condition, Member, Membership, Post

_INDEX = Member._meta.get_field("identity_index")


@dataclass
class Held:
    """A member as the register holds them, with the conditions and posts in force."""

    member: Member
    conditions: dict[str, Condition] = field(default_factory=dict)
    titles: set[tuple[str, int]] = field(default_factory=set)

    @property
    def current(self) -> Membership:
        assert self.member.current is not None
        return self.member.current

    @property
    def has_left(self) -> bool:
        return self.current.status == MembershipStatus.ENDED


class Namesake(NamedTuple):
    """Somebody below the organisation who has the name of a row."""

    key: int
    name: str
    born_on: date | None
    identity_index: str
    branch: int


@dataclass
class Known:
    """Everybody that the rows of a chunk may mean, with who holds the posts of which there is one.

    Attributes:
        indexes: identity number in a row to its blind index.
    """

    indexes: dict[str, str]
    by_index: dict[str, int]
    namesakes: dict[str, list[Namesake]]
    people: dict[int, Held]
    holders: dict[tuple[int, str], int]

    def held(self, key: int) -> Held:
        return self.people[key]


def people_of(rows: Sequence[CleanRow], organisation: Organisation, today: date, *, meant_only: bool = False) -> Known:
    """Who the rows may mean: by identity number in the whole register, by name below the organisation only.

    Args:
        meant_only: leave out namesakes who only give reason to ask, because they and the row have different numbers.
    """
    numbers = list({number for row in rows if (number := row.values.get("identity_number"))})
    indexes = dict(zip(numbers, _INDEX.indexes_of(numbers), strict=True))
    by_index = dict(
        Member.objects.filter(identity_index__in=list(indexes.values())).values_list("identity_index", "pk")
    )
    # Somebody with a number can be meant by a name only where the row has none.
    unnumbered = {row.values.get("name") for row in rows if not row.values.get("identity_number")}
    living = Member.objects.within(organisation.path or "").exclude(current__status=MembershipStatus.ENDED)
    living = living.filter(name__in={row.values["name"] for row in rows if row.values.get("name")})
    if meant_only:
        living = living.filter(Q(identity_index="") | Q(name__in=unnumbered))
    same: dict[str, list[Namesake]] = defaultdict(list)
    for found in living.values_list("pk", "name", "born_on", "identity_index", "current__organisation_id"):
        same[found[1]].append(Namesake(*found))
    maybe = {one.key for found in same.values() for one in found if not one.identity_index or one.name in unnumbered}
    people = load({*by_index.values(), *maybe}, today)
    return Known(indexes, by_index, same, people, holders_of(rows, today))


def load(keys: Iterable[int], today: date) -> dict[int, Held]:
    """Members with their newest row, and what is in force for them on a day."""
    if not (wanted := list(keys)):
        return {}
    rows = Member.objects.filter(pk__in=wanted).select_related("current__organisation", "current__group")
    people = {member.pk: Held(member) for member in rows}
    for condition in Condition.objects.on(today).filter(member__in=wanted):
        people[condition.member_id].conditions[condition.kind] = condition
    for member, title, place in (
        Post.objects.on(today).filter(member__in=wanted).values_list("member_id", "title", "organisation_id")
    ):
        people[member].titles.add((title, place))
    return people


def holders_of(rows: Sequence[CleanRow], today: date) -> dict[tuple[int, str], int]:
    """Branch and title to the member who holds it now, for the branches in which a row names a post."""
    places = {row.values["branch"] for row in rows if row.values.get("party_post") and row.values.get("branch")}
    if not places:
        return {}
    posts = Post.objects.on(today).filter(organisation__in=places).values_list("organisation_id", "title", "member_id")
    return {(place, title): member for place, title, member in posts}


Values = Mapping[str, Any]
