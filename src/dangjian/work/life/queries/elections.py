"""Reads about elections: who votes and why not, how a count ended, and everything about one election at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import COMMITTEE_TITLES, Category, MembershipStatus, PostTitle
from dangjian.foundation.members.models import Condition, Member, Membership, Post
from dangjian.kernel.periods import months_after
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from ..elections.clauses import LEFT_OUT, ElectionRule, election_rule
from ..elections.counting import Outcome, Sheet, Votes, outcome, problems
from ..elections.steps import APPROVING
from ..elections.strokes import in_stroke_order
from ..enums import Assembly, CountedBody, ElectedBody, StepKind
from ..models import BallotCount, Election, ElectionStep, Nominee, Tally


def approving_organ(organisation: Organisation) -> Organisation | None:
    """The nearest committee above an organisation: it approves request, candidates and result."""
    above = [path for path in ancestors(organisation.path) if path != organisation.path]
    return Organisation.objects.filter(path__in=above, kind__in=APPROVING).order_by("-depth").first()


@dataclass(frozen=True)
class Excluded:
    """A member without a vote, or who need not be counted, with the reason."""

    member: Member
    why: str | Promise


@dataclass(frozen=True)
class Roll:
    """Who is entitled to vote on a day, by the register.

    Attributes:
        voters: those entitled.
        excluded: members without a vote, each with the reason.
        left_out: voters who need not be counted, with the consent of the superior and of the meeting.
    """

    voters: Sequence[Member]
    excluded: Sequence[Excluded]
    left_out: Sequence[Excluded]

    def entitled(self, *, without_left_out: bool) -> int:
        """How many the quorum is reckoned by."""
        return len(self.voters) - (len(self.left_out) if without_left_out else 0)


def memberships_of(organisation: Organisation, day: date) -> QuerySet[Membership]:
    """The membership rows of a branch, or of all branches below an organisation, on a day."""
    return Membership.objects.on(day).within(organisation.path).select_related("member")


def roll_of(organisation: Organisation, day: date) -> Roll:
    """Who may vote in an organisation on a day, derived from the register alone; two queries."""
    voters, excluded = [], []
    for row in memberships_of(organisation, day).order_by("member__pinyin", "member"):
        if row.category == Category.PROBATIONARY:
            excluded.append(Excluded(row.member, _("probationary member")))
        elif row.status == MembershipStatus.SUSPENDED:
            excluded.append(Excluded(row.member, _("membership suspended")))
        else:
            voters.append(row.member)
    return Roll(voters, excluded, _left_out(voters, day))


def _left_out(voters: Sequence[Member], day: date) -> list[Excluded]:
    rules = {rule.kind: rule for rule in LEFT_OUT}
    kinds = [kind.value for kind in rules]
    known = {member.pk: member for member in voters}
    found: dict[int, Excluded] = {}
    for condition in Condition.objects.on(day).filter(kind__in=kinds, member__in=list(known)).order_by("pk"):
        rule = rules[condition.kind]  # type: ignore[index]
        if months_after(condition.starts_on, rule.months) <= (condition.ends_on or day) or not rule.months:
            found.setdefault(condition.member_id, Excluded(known[condition.member_id], rule.words))
    return list(found.values())


def sheet_of(count: BallotCount) -> Sheet:
    """A count as plain numbers; its tallies are loaded."""
    votes = [
        Votes(tally.member_id, tally.member.name, tally.yes, tally.no, tally.abstained, tally.written_in)
        for tally in count.tallies.all()
    ]
    return Sheet(
        seats=count.seats,
        entitled=count.entitled,
        present=count.present,
        distributed=count.distributed,
        collected=count.collected,
        valid=count.valid,
        void=count.void,
        votes=votes,
    )


@dataclass(frozen=True)
class Counted:
    """A count with what followed from it by the rule of its day; ``remarks`` are worth a look, and let through."""

    count: BallotCount
    rule: ElectionRule
    outcome: Outcome
    elected: Sequence[Member]
    remarks: Sequence[str | Promise] = ()

    @property
    def base_words(self) -> Any:
        """By whom the votes are measured, in words."""
        return self.rule.majority.label


def counted(count: BallotCount) -> Counted:
    """What a count decided."""
    rule, sheet = election_rule(count.held_on), sheet_of(count)
    result = outcome(sheet, rule)
    chosen = {votes.key for votes in result.elected}
    elected = [tally.member for tally in count.tallies.all() if tally.member_id in chosen]
    remarks = [problem.words for problem in problems(sheet) if not problem.blocks] if result.has_quorum else []
    return Counted(count, rule, result, elected, remarks)


@dataclass(frozen=True)
class Dossier:
    """Everything about one election, loaded at once; ``roll`` where a page asks who may vote."""

    election: Election
    organ: Organisation | None
    steps: Sequence[ElectionStep]
    counts: Sequence[BallotCount] = field(default_factory=tuple)
    roll: Roll | None = None

    @cached_property
    def taken(self) -> dict[str, ElectionStep]:
        """The steps that stand, by kind."""
        return {step.kind: step for step in self.steps if step.withdrawn_on is None}

    def done(self, kind: str) -> bool:
        """Whether a step stands."""
        return kind in self.taken

    def nominees(self, kind: str) -> list[Nominee]:
        """Who was named at a step that stands."""
        return list(self.taken[kind].nominees.all()) if kind in self.taken else []

    @cached_property
    def candidates(self) -> list[Nominee]:
        """The candidates in the order of the ballot."""
        return in_stroke_order(self.nominees(StepKind.NOMINATED), lambda nominee: nominee.member.name)

    @cached_property
    def results(self) -> list[Counted]:
        """What the counts that stand decided, in their order."""
        return [counted(count) for count in self.counts if count.withdrawn_on is None]

    def results_of(self, body: str) -> list[Counted]:
        """The results of one body."""
        return [result for result in self.results if result.count.body == body]

    @cached_property
    def elected(self) -> list[Member]:
        """Whom the meeting elected, in the order of the counts and of their votes."""
        return _elected(self.results_of(CountedBody.ASSEMBLY))

    @cached_property
    def elected_to_posts(self) -> list[Member]:
        """Whom the committee elected as secretary and deputies."""
        return _elected(self.results_of(CountedBody.COMMITTEE))

    @property
    def seats_left(self) -> int:
        """Seats that nobody has got yet."""
        return self.election.seats - len(self.elected)

    @property
    def still_standing(self) -> list[Nominee]:
        """Candidates who are not elected; after equal votes only those concerned."""
        results = self.results_of(CountedBody.ASSEMBLY)
        tied = {votes.key for votes in results[-1].outcome.tied} if results else set()
        chosen = {member.pk for member in self.elected}
        rest = [nominee for nominee in self.candidates if nominee.member_id not in chosen]
        return [nominee for nominee in rest if nominee.member_id in tied] or rest

    @property
    def for_posts(self) -> list[Nominee]:
        """Those elected who were approved as candidates for secretary or deputy."""
        chosen = {member.pk for member in self.elected} - {member.pk for member in self.elected_to_posts}
        return [nominee for nominee in self.candidates if nominee.title and nominee.member_id in chosen]

    @property
    def needs_committee_count(self) -> bool:
        """Whether the committee has not voted on its secretary yet."""
        return self.has_committee and not self.results_of(CountedBody.COMMITTEE)

    @property
    def posts_are_shared(self) -> bool:
        """Whether the posts were given out: the counts behind them stand then."""
        return self.done(StepKind.POSTS_SHARED)

    @property
    def withdrawn_counts(self) -> list[BallotCount]:
        """Counts that were withdrawn with a reason."""
        return [count for count in self.counts if count.withdrawn_on]

    @property
    def has_committee(self) -> bool:
        """Whether a committee is elected, which then gives out the posts."""
        return self.election.body == ElectedBody.COMMITTEE

    @property
    def by_congress(self) -> bool:
        """Whether delegates elect."""
        return self.election.assembly == Assembly.CONGRESS

    @property
    def rule_day(self) -> date:
        """The day whose version of the rule governs: that of the meeting, as far as it is known."""
        held = self.taken.get(StepKind.HELD)
        return held.on if held else self.election.meeting_on or self.election.happened_on


def _elected(results: Iterable[Counted]) -> list[Member]:
    found: dict[int, Member] = {}
    for result in results:
        members = {member.pk: member for member in result.elected}
        for votes in result.outcome.elected:
            found.setdefault(votes.key, members[votes.key])
    return list(found.values())


def elections_shown() -> QuerySet[Election]:
    """Elections with organisation and terms loaded."""
    return Election.objects.select_related("organisation", "term", "new_term")


def dossier_of(election: Election) -> Dossier:
    """Everything about an election, in five queries at most."""
    nominees = Nominee.objects.select_related("member")
    steps = election.steps.prefetch_related(Prefetch("nominees", queryset=nominees)).order_by("pk")
    tallies = Tally.objects.select_related("member")
    counts = election.counts.select_related("scrutineer", "counter").order_by("pk")
    loaded = list(counts.prefetch_related(Prefetch("tallies", queryset=tallies)))
    return Dossier(election, approving_organ(election.organisation), list(steps), loaded)


def posts_to_end(organisation: Organisation) -> QuerySet[Post]:
    """The posts of the outgoing committee that are still held."""
    return Post.objects.filter(
        organisation=organisation, leading_group=None, title__in=COMMITTEE_TITLES, ends_on=None
    ).select_related("member__current")


def elections_of(organisation: Organisation) -> QuerySet[Any]:
    """The elections of an organisation, the newest first."""
    rows: QuerySet[Any] = Election.objects.filter(organisation=organisation)
    return rows.with_stage().select_related("organisation").order_by("-happened_on", "-pk")  # type: ignore[attr-defined]


def named_members(organisation: Organisation, day: date, names: Iterable[str]) -> dict[str, list[Membership]]:
    """The members of an organisation on a day who are called so, by name; one query."""
    wanted = list(dict.fromkeys(names))
    found: dict[str, list[Membership]] = {name: [] for name in wanted}
    rows = memberships_of(organisation, day).filter(member__name__in=wanted).select_related("organisation", "member")
    for row in rows.order_by("member"):
        found[row.member.name].append(row)
    return found


def titles_to_give() -> list[tuple[str, Any]]:
    """The posts a committee gives out."""
    return [(title.value, PostTitle(title).label) for title in COMMITTEE_TITLES]


LEAST_COMMITTEE = 3


def usual_election(organisation: Organisation, day: date) -> dict[str, Any]:
    """What is offered when an election is begun: as many as hold a post of the committee now."""
    posts = Post.objects.on(day).filter(organisation=organisation, leading_group=None, title__in=COMMITTEE_TITLES)
    seats = posts.values("member").distinct().count()
    if seats and seats < LEAST_COMMITTEE:
        return {"body": ElectedBody.SECRETARY, "seats": seats}
    return {"body": ElectedBody.COMMITTEE, "seats": seats or LEAST_COMMITTEE}
