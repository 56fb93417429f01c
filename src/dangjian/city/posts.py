"""Party posts: branch committees, organ committees and general branches, leading groups, groups, clerks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dangjian.foundation.members.enums import PostTitle as Title
from dangjian.foundation.members.models import Post
from dangjian.foundation.organisations.models import LeadingGroup, Term
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation

from .world import Branch, City, Direct, Resident

COMMITTEE_FROM = 7
"""Full members from which a branch elects a committee (organ regulation)."""
BRANCH_TITLES = (
    Title.SECRETARY,
    Title.DEPUTY_SECRETARY,
    Title.ORGANISATION_OFFICER,
    Title.PUBLICITY_OFFICER,
    Title.DISCIPLINE_OFFICER,
)
SMALL_TITLES = (Title.SECRETARY, Title.ORGANISATION_OFFICER, Title.DISCIPLINE_OFFICER)
COMMITTEE_TITLES = (
    Title.SECRETARY,
    Title.FULL_TIME_DEPUTY,
    Title.DISCIPLINE_SECRETARY,
    Title.ORGANISATION_OFFICER,
    Title.PUBLICITY_OFFICER,
    Title.COMMITTEE_MEMBER,
    Title.COMMITTEE_MEMBER,
)
GENERAL_TITLES = (
    Title.SECRETARY,
    Title.DEPUTY_SECRETARY,
    Title.ORGANISATION_OFFICER,
    Title.DISCIPLINE_OFFICER,
    Title.PUBLICITY_OFFICER,
)
LEADING_TITLES = (
    Title.SECRETARY,
    Title.DEPUTY_SECRETARY,
    Title.COMMITTEE_MEMBER,
    Title.COMMITTEE_MEMBER,
    Title.COMMITTEE_MEMBER,
)
NO_SECRETARY, FORMER = 0.012, 0.12
"""Share of branches whose secretary has just left; share of posts with a holder before the present one."""
SINCE = date(2014, 3, 1)


def build(city: City) -> None:
    """Write the posts of a city."""
    city.write(Posts(city).all())


class Posts:
    """Gives out the posts of one city."""

    def __init__(self, city: City) -> None:
        self.city, self.draw = city, city.draw("posts")
        running = Term.objects.within(city.committee.path).filter(ends_on=None)
        self.elected: dict[int, date] = dict(running.values_list("organisation_id", "starts_on"))
        groups = LeadingGroup.objects.filter(unit__links__organisation__parent=city.committee)
        self.leading = dict(groups.values_list("unit__links__organisation", "pk"))

    def all(self) -> Iterator[Post]:
        """All posts but those of the work committee's leaders."""
        for direct in self.city.direct:
            yield from self.of_direct(direct)
            for branch in direct.branches:
                yield from self.of_branch(branch)
        yield from self.of_general_branches()

    def of_branch(self, branch: Branch) -> Iterator[Post]:
        """A committee from seven full members on, otherwise a secretary and perhaps a deputy."""
        if branch.organisation.kind == Kind.TEMPORARY_BRANCH:
            yield from self.of_temporary(branch)
            return
        holders = self._able(branch.full_members)
        vacant = not _shown(branch) and self.draw.happens(NO_SECRETARY)
        yield from self.give(branch.organisation, self.titles(branch, holders), holders, vacant=vacant)
        leaders = self._able(branch.full_members)[5:]
        for group, leader in zip(branch.groups, leaders, strict=False):
            yield self.post(group, Title.GROUP_LEADER, leader)
        if _shown(branch) and len(holders) > 9:
            yield self.post(branch.organisation, Title.PARTY_AFFAIRS_OFFICER, holders[9])

    def titles(self, branch: Branch, holders: Sequence[Resident]) -> Sequence[Title]:
        """The titles of a branch of this size."""
        number = len(holders)
        if number < COMMITTEE_FROM:
            return BRANCH_TITLES[:2] if number >= 5 and self.draw.happens(0.4) else BRANCH_TITLES[:1]
        return BRANCH_TITLES if number >= 11 or _shown(branch) else SMALL_TITLES

    def of_temporary(self, branch: Branch) -> Iterator[Post]:
        """A member of another branch leads a temporary one."""
        others = [b for b in branch.direct.branches if b.people]
        if others:
            yield self.post(branch.organisation, Title.SECRETARY, self._able(others[0].full_members)[-1])

    def of_direct(self, direct: Direct) -> Iterator[Post]:
        """The committee of an organ committee or general branch, its clerk, and the unit's leading group."""
        if direct.line.kind in (Kind.BRANCH, Kind.JOINT_BRANCH):
            return
        holders = [
            b_able[-1] for b in direct.branches if b.in_service and len(b_able := self._able(b.full_members)) > 3
        ]
        titles = COMMITTEE_TITLES if direct.line.kind == Kind.ORGAN_COMMITTEE else GENERAL_TITLES
        yield from self.give(direct.organisation, titles, holders)
        clerks = self._able(direct.branches[0].full_members)
        if clerks:
            yield self.post(direct.organisation, Title.PARTY_AFFAIRS_OFFICER, clerks[-2 if len(clerks) > 1 else -1])
        group = self.leading.get(direct.organisation.pk)
        if group:
            for title, holder in zip(LEADING_TITLES, holders, strict=False):
                yield self.post(direct.organisation, title, holder, leading_group=group)

    def of_general_branches(self) -> Iterator[Post]:
        """Committees of general branches inside organ committees."""
        below: dict[int, list[Branch]] = {}
        for branch in self.city.branches:
            superior = branch.organisation.parent
            if (
                superior is not None
                and superior.kind == Kind.GENERAL_BRANCH
                and superior is not branch.direct.organisation
            ):
                below.setdefault(superior.pk, []).append(branch)
        for branches in below.values():
            holders = [able[1] for b in branches if len(able := self._able(b.full_members)) > 3]
            superior = branches[0].organisation.parent
            if superior is not None:
                yield from self.give(superior, GENERAL_TITLES, holders)

    def give(
        self, organisation: Organisation, titles: Sequence[Title], holders: Sequence[Resident], *, vacant: bool = False
    ) -> Iterator[Post]:
        """Posts of an elected body, from the election on; some had another holder before."""
        for title, holder in list(zip(titles, holders, strict=False))[1 if vacant else 0 :]:
            post = self.post(organisation, title, holder)
            if self.draw.happens(FORMER) and len(holders) > len(titles) + 1:
                yield from self.former(post, holders[-1])
            yield post

    def former(self, post: Post, holder: Resident) -> Iterator[Post]:
        """Who held a post before; nobody when that would have been too short."""
        began = max(holder.since, post.organisation.starts_on, post.starts_on - timedelta(days=1100))
        if began < post.starts_on - timedelta(days=60) and holder.key != post.member_id:
            yield Post(
                organisation=post.organisation,
                member_id=holder.key,
                title=post.title,
                starts_on=began,
                ends_on=post.starts_on,
            )

    def post(
        self, organisation: Organisation, title: Title, holder: Resident, *, leading_group: int | None = None
    ) -> Post:
        """A post held since the election, or since the holder came."""
        began = max(self.elected.get(organisation.pk, SINCE), holder.since, organisation.starts_on)
        return Post(
            organisation=organisation,
            leading_group_id=leading_group,
            member_id=holder.key,
            title=title,
            starts_on=began,
        )

    def _able(self, people: list[Resident]) -> list[Resident]:
        """Who may be elected: at best between thirty and fifty-five, and here for a while."""
        usual = [p for p in people if 30 <= self.city.day.year - p.born_on.year <= 55 and p.since <= date(2016, 12, 31)]
        chosen = {p.key for p in usual}
        return usual + [p for p in people if p.key not in chosen]


def _shown(branch: Branch) -> bool:
    return branch.organisation.short_name == "配电支部"
