"""Leaders of the work committee: each looks after one area and seven organisations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dangjian.foundation.members.enums import PostTitle
from dangjian.foundation.members.models import ContactAssignment, Post
from dangjian.foundation.organisations.models import Area

from .world import LEADERS, LINKED, City, Resident

SINCE, BEFORE = date(2017, 2, 20), date(2016, 3, 1)


def leaders(city: City) -> list[Resident]:
    """The leaders: members of the work committee's own branch, the eldest in service."""
    return [p for p in city.own_branch.full_members if not p.is_retired and p.since < BEFORE][:LEADERS]


def build(city: City) -> None:
    """Write the leaders' posts and links."""
    city.write(_posts(city))
    city.write(_links(city))


def _posts(city: City) -> Iterator[Post]:
    titles = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY, PostTitle.DEPUTY_SECRETARY)
    people = leaders(city)
    for leader in people:
        since = max(leader.since, BEFORE)
        yield Post(organisation=city.committee, member_id=leader.key, title=PostTitle.COMMITTEE_LEADER, starts_on=since)
    for title, leader in zip(titles, people, strict=False):
        yield Post(organisation=city.committee, member_id=leader.key, title=title, starts_on=max(leader.since, BEFORE))


def _links(city: City) -> Iterator[ContactAssignment]:
    """One area and seven organisations of it each, since the plan of this year; last year's were others."""
    areas = list(Area.objects.filter(organisation=city.committee).order_by("ordinal"))
    for n, (leader, area) in enumerate(zip(leaders(city), areas, strict=False)):
        yield ContactAssignment(leader_id=leader.key, committee=city.committee, area=area, starts_on=SINCE)
        inside = [d.organisation for k, d in enumerate(city.direct) if k * len(areas) // len(city.direct) == n]
        for organisation in inside[:LINKED]:
            yield ContactAssignment(
                leader_id=leader.key, committee=city.committee, organisation=organisation, starts_on=SINCE
            )
        for organisation in inside[LINKED : LINKED + 2]:
            since = max(leader.since, BEFORE)
            yield ContactAssignment(
                leader_id=leader.key,
                committee=city.committee,
                organisation=organisation,
                starts_on=since,
                ends_on=SINCE,
            )
