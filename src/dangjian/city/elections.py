"""Elections: those behind the terms that began lately, those under way, one put off and one called off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dangjian.foundation.members.enums import COMMITTEE_TITLES, PostTitle
from dangjian.foundation.members.models import Post
from dangjian.foundation.organisations.models import Term
from dangjian.kernel.tree.models import Organisation
from dangjian.work.life.elections.clauses import election_rule
from dangjian.work.life.elections.steps import CHAIN
from dangjian.work.life.enums import CountedBody, ElectedBody, StepKind
from dangjian.work.life.models import BallotCount, Election, ElectionStep, Nominee, Tally

from .draw import Draw
from .world import City, Resident

SINCE = date(2016, 1, 1)
# Days of the steps beside the day of the election.
OFFSETS = dict(zip((step.kind for step in CHAIN), (-118, -96, -84, -52, -41, -12, 0, 0, 3, 11, 16, 30), strict=True))
SETTLED = 40
"""Elections at least so many days ago are filed; later ones are not built, their terms only."""
COMMITTEE, MOST_AHEAD = 3, 170
MEETING_FAILED, UNDER_WAY = 0.03, 0.6
PUT_OFF = "任期已经批准延期，换届工作相应顺延。"
CALLED_OFF = "机构改革方案即将下发，经上级党组织同意，中止本次换届，待机构调整后另行组织。"


def build(city: City) -> None:
    """Write the elections of a city, a table at a time."""
    made = Elections(city)
    made.fill()
    for rows in (made.elections, made.steps, made.nominees, made.counts, made.tallies):
        city.write(rows)


@dataclass
class Electorate:
    """An organisation before an election: its term, who holds posts since, and its full members."""

    organisation: Organisation
    term: Term
    posts: list[Post]
    people: list[Resident]

    def voters(self, day: date) -> list[Resident]:
        """The full members who belonged to it on a day."""
        return [person for person in self.people if person.since <= day]


@dataclass
class Elections:
    """The elections of one city while they are drawn."""

    city: City
    elections: list[Election] = field(default_factory=list)
    steps: list[ElectionStep] = field(default_factory=list)
    nominees: list[Nominee] = field(default_factory=list)
    counts: list[BallotCount] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    def fill(self) -> None:
        """Draw them all, in the order of the codes."""
        draw, day = self.city.draw("elections"), self.city.day
        former = self._former_terms()
        rare = [self.put_off, self.called_off]
        for electorate in self._electorates():
            term = electorate.term
            if SINCE <= term.starts_on <= day - timedelta(days=SETTLED):
                self.completed(electorate, former.get((term.organisation_id, term.starts_on)), draw)
            elif term.extended_to and self.put_off in rare:
                rare.remove(self.put_off)
                self.put_off(electorate, draw)
            elif term.last_day < day + timedelta(days=MOST_AHEAD) and draw.happens(UNDER_WAY):
                # The first one below a committee is called off; the others go on.
                below = electorate.organisation.depth > self.city.committee.depth + 1
                make = rare.pop() if below and self.called_off in rare else self.under_way
                make(electorate, draw)

    def _electorates(self) -> Iterator[Electorate]:
        running = Term.objects.within(self.city.committee.path).filter(ends_on=None).select_related("organisation")
        posts: dict[int, list[Post]] = defaultdict(list)
        held = Post.objects.within(self.city.committee.path).filter(leading_group=None, ends_on=None)
        for post in held.filter(title__in=COMMITTEE_TITLES).order_by("pk"):
            posts[post.organisation_id].append(post)
        people: dict[str, list[Resident]] = {
            branch.organisation.path or "": branch.full_members for branch in self.city.branches
        }
        for term in running.order_by("organisation__code"):
            path = term.organisation.path or "-"
            below = [person for place, found in people.items() if place.startswith(path) for person in found]
            if len(below) > 1:
                yield Electorate(term.organisation, term, posts[term.organisation_id], below)

    def _former_terms(self) -> dict[tuple[int, date], Term]:
        ended = Term.objects.within(self.city.committee.path).exclude(ends_on=None)
        return {(term.organisation_id, term.ends_on): term for term in ended if term.ends_on}

    # ── one election ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _election(self, electorate: Electorate, *, decided: date, seats: int, committee: bool) -> Election:
        election = Election(
            pk=self.city.keys.take(Election),
            organisation=electorate.organisation,
            happened_on=decided,
            body=ElectedBody.COMMITTEE if committee else ElectedBody.SECRETARY,
            seats=seats,
        )
        self.elections.append(election)
        return election

    def _step(self, election: Election, kind: StepKind, on: date, draw: Draw, note: str = "") -> ElectionStep:
        numbered = any(step.numbered and step.kind is kind for step in CHAIN)
        number = f"{self.city.name}机党〔{on.year}〕{draw.randint(1, 99)}号" if numbered else ""
        step = ElectionStep(
            pk=self.city.keys.take(ElectionStep), election=election, kind=kind, on=on, number=number, note=note
        )
        self.steps.append(step)
        return step

    def _name(self, step: ElectionStep, member: int, title: str = "", post: Post | None = None) -> None:
        self.nominees.append(Nominee(step=step, member_id=member, title=title, post=post))

    def completed(self, electorate: Electorate, former: Term | None, draw: Draw) -> None:
        """The election behind a term: everybody who holds a post since its first day was elected on it."""
        day = electorate.term.starts_on
        elected = [post for post in electorate.posts if post.starts_on == day]
        titles = {post.title for post in elected}
        voters, committee = electorate.voters(day), len(elected) >= COMMITTEE
        others = [person.key for person in voters if person.key not in {post.member_id for post in elected}]
        seats = len(elected)
        least = election_rule(day).least_candidates(seats) if committee else seats
        simple = {PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY}
        if PostTitle.SECRETARY not in titles or (not committee and not titles <= simple) or len(others) < least:
            return
        election = self._election(
            electorate, decided=day + timedelta(days=OFFSETS[StepKind.DECIDED]), seats=seats, committee=committee
        )
        election.term, election.new_term = former, electorate.term
        election.meeting_on, election.meeting_place = day, "机关会议室"
        taken = {
            kind: self._step(election, kind, day + timedelta(days=offset), draw) for kind, offset in OFFSETS.items()
        }
        election.closed_on = taken[StepKind.FILED].on
        runners_up = others[: least - seats]
        for post in elected:
            self._name(taken[StepKind.NOMINATED], post.member_id, post.title if post.title in simple else "")
            self._name(taken[StepKind.POSTS_SHARED], post.member_id, post.title, post)
        for member in runners_up:
            self._name(taken[StepKind.NOMINATED], member)
        self._votes(election, elected, runners_up, others[-2:], len(voters), draw)
        if committee:
            chosen = [post.member_id for post in elected if post.title in simple]
            count = self._count(election, CountedBody.COMMITTEE, day, len(chosen), seats, seats)
            self.tallies += [Tally(count=count, member_id=member, yes=seats) for member in chosen]

    def _votes(
        self,
        election: Election,
        elected: Sequence[Post],
        runners_up: Sequence[int],
        tellers: Sequence[int],
        entitled: int,
        draw: Draw,
    ) -> None:
        """The meeting; now and then a first one where too few came."""
        day = election.meeting_on or election.happened_on
        quorum = election_rule(day).quorum_of(entitled)
        if quorum > 1 and draw.happens(MEETING_FAILED):
            failed = self._count(
                election, CountedBody.ASSEMBLY, day - timedelta(days=5), election.seats, entitled, quorum - 1
            )
            failed.distributed = failed.collected = failed.valid = 0
        present = draw.randint(quorum, entitled)
        count = self._count(election, CountedBody.ASSEMBLY, day, election.seats, entitled, present)
        if len(tellers) > 1 and not set(tellers) & set(runners_up):
            count.scrutineer_id, count.counter_id = tellers
        half = entitled // 2 + 1
        for post in elected:
            yes = draw.randint(min(max(half, present - 3), present), present)
            self.tallies.append(Tally(count=count, member_id=post.member_id, yes=yes, no=present - yes))
        spare = present * election.seats - sum(t.yes for t in self.tallies[-len(elected) :])
        for member in runners_up:
            yes = draw.randint(0, min(present // 2, spare))
            spare -= yes
            self.tallies.append(Tally(count=count, member_id=member, yes=yes, no=present - yes))

    def _count(
        self, election: Election, body: CountedBody, day: date, seats: int, entitled: int, present: int
    ) -> BallotCount:
        count = BallotCount(
            pk=self.city.keys.take(BallotCount),
            election=election,
            body=body,
            held_on=day,
            seats=seats,
            entitled=entitled,
            present=present,
            distributed=present,
            collected=present,
            valid=present,
        )
        self.counts.append(count)
        return count

    def under_way(self, electorate: Electorate, draw: Draw, note: str = "") -> Election:
        """An election that has come as far as the time left allows: the last step was taken lately."""
        left = (electorate.term.last_day - self.city.day).days
        reached = CHAIN[: 1 + draw.randint(*((0, 2) if left > 90 else (1, 3) if left > 30 else (2, 5)))]
        on = self.city.day - timedelta(days=draw.randint(1, 9))
        days = [on - timedelta(days=11 * back) for back in range(len(reached))][::-1]
        seats = len(electorate.posts)
        committee = seats >= COMMITTEE
        election = self._election(electorate, decided=days[0], seats=max(seats, 1), committee=committee)
        election.term = electorate.term
        for step, day in zip(reached, days, strict=True):
            taken = self._step(election, step.kind, day, draw, note if step.kind is StepKind.DECIDED else "")
            if step.kind is StepKind.NOMINATED:
                self._candidates(taken, electorate, election)
            if step.kind is StepKind.CALLED:
                election.meeting_on, election.meeting_place = self.city.day + timedelta(days=8), "机关会议室"
        return election

    def _candidates(self, step: ElectionStep, electorate: Electorate, election: Election) -> None:
        """Those in office stand again, and as many others as the rule asks for."""
        members = [post.member_id for post in electorate.posts]
        least = election.seats
        if election.body == ElectedBody.COMMITTEE:
            least = election_rule(step.on).least_candidates(election.seats)
        members += [person.key for person in electorate.voters(step.on) if person.key not in members]
        titles = {post.member_id: post.title for post in electorate.posts if post.title == PostTitle.SECRETARY}
        for n, member in enumerate(dict.fromkeys(members[:least])):
            title = titles.get(member, "" if titles or n else PostTitle.SECRETARY.value)
            self._name(step, member, title)

    def put_off(self, electorate: Electorate, draw: Draw) -> Election:
        """An election whose term was extended with approval."""
        return self.under_way(electorate, draw, note=PUT_OFF)

    def called_off(self, electorate: Electorate, draw: Draw) -> Election:
        """An election that was called off with a reason."""
        election = self.under_way(electorate, draw)
        election.closed_on = self.city.day
        self._step(election, StepKind.CALLED_OFF, self.city.day, draw, CALLED_OFF)
        return election
