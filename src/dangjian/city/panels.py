"""Who judges the reviews of brands: panels of the first city, held through the services of the awards room.

The finished review is held again up to its presentations, so that its places lead to what was decided. In the running
one some have handed in, some have not begun, one has not declared yet, and one was dismissed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.hashers import make_password
from django.db.models import Max
from django.utils import timezone, translation

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.models import Member, Post
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.notices.models import Notice
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards.enums import PhaseKind
from dangjian.work.awards.models import Call, Criterion, Nomination, ReviewAssignment, ReviewEntry, Reviewer
from dangjian.work.awards.queries.reviews.conflicts import homes_of
from dangjian.work.awards.queries.reviews.places import measures_of, results
from dangjian.work.awards.results import Mark, Measure, lines
from dangjian.work.awards.services import reviews

from . import catalogue_of_reviews as words
from .accounts import OPENED
from .brand_reviews import CONTACT as MODERATOR
from .brand_reviews import FINISHED, NOW_RUNNING, Round
from .draw import Draw
from .world import City

KNOWN, DELEGATES = ("lingdao", "ducha", "dangyuan"), 7
"""Reviewers whom everybody can sign in as, and how many sit beside them: members of as many organs."""
DONE = {"ducha": 0.3, "dangyuan": 0.2}
"""Shares of the running review that they have handed in; of the others more or less half."""
LATE, SMALLEST = "lingdao", 4
"""Who has not declared yet in the running review; a panel this small dismisses nobody."""
CONTESTED, FAR = (1, 2), 7
"""At which thirds of the finished review's texts scores lie far apart, and by how many steps of a half."""
HALF = Decimal("0.5")
STEPS = 20
"""Steps of a half up to the highest score, which is 10 in these calls."""
BEST, FALL, BLUR = 9.3, 2.6, 0.7
"""The mean score of the best entry, how far below it the last one lies, and how far reviewers lie apart."""
FIRST_LIVE, LIVE_FALL, GAP = Decimal("9.0"), Decimal("0.07"), Decimal("0.02")
"""The mean score of the first presentation, by how much each after it lies lower, and how far sums lie apart."""
Sheet = list[Decimal]


def build(city: City) -> None:
    """Seat the panels of both reviews and let them work up to the day of the model."""
    delegates = open_accounts(city)
    known = {one.username: one for one in Account.objects.filter(username__in=KNOWN)}
    with translation.override("zh-hans"):  # what services write of themselves is kept as an office writes it
        Finished(city, FINISHED, [known["lingdao"], known["ducha"], *delegates]).hold()
        Running(city, NOW_RUNNING, [*known.values(), *delegates[1:]]).hold()


def open_accounts(city: City) -> list[Account]:
    """Accounts of delegates of several organs, in no Party post; nobody can sign in as them."""
    draw, own = city.draw("delegates"), city.own_branch
    taken = set(Account.objects.exclude(member=None).values_list("member", flat=True))
    posts = Post.objects.within(city.committee.path or "-").filter(ends_on=None)
    posted = set(posts.values_list("member", flat=True))
    places = [branch for branch in city.branches if branch is not own and not branch.for_retired]
    organs: dict[int, int] = {}
    for branch in draw.sample(places, len(places)):
        free = [one.key for one in branch.full_members if not one.is_retired and one.key not in taken | posted]
        if free and len(organs) < DELEGATES:
            organs.setdefault(branch.direct.organisation.pk, draw.choice(free))
    people = Member.objects.select_related("current__organisation").in_bulk(organs.values())
    made = [
        Account(
            pk=city.keys.take(Account),
            username=f"pingwei{number}",
            password=make_password(None),
            display_name=member.name,
            member=member,
            organisation=member.current.organisation if member.current else city.committee,
            date_joined=OPENED,
            password_changed_at=timezone.now(),
        )
        for number, member in enumerate((people[key] for key in organs.values()), start=1)
    ]
    city.write(made)
    return made


class Panel:
    """The panel of one review while it works."""

    def __init__(self, city: City, one: Round, accounts: Sequence[Account]) -> None:
        self.city, self.round, self.accounts = city, one, accounts
        self.draw: Draw = city.draw(f"panel-{one.number or 'running'}")
        self.call = Call.objects.select_related("organisation").get(organisation=city.committee, title=one.title)
        self.texts = list(Criterion.objects.filter(call=self.call, is_live=False))
        self.sheets: dict[int, Iterator[Sheet]] = {}
        self.far_apart: list[tuple[ReviewAssignment, dict[int, Decimal]]] = []

    def seat(self) -> None:
        """Call the reviewers, draw numbers, give out the entries, and let conflicts be declared."""
        called, declaring = self.round.first_day(PhaseKind.CHECKING), self.round.first_day(PhaseKind.DECLARING)
        last = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
        seated = reviews.seat_reviewers(self.call, accounts=self.accounts, today=called, by=None)
        moment = datetime.combine(called, time(1), tzinfo=UTC)
        read = moment + timedelta(hours=3) if self.round.decided_on else None
        Notice.objects.filter(pk__gt=last).update(created_at=moment, read_at=read)
        reviews.assign_by_rule(self.call, today=declaring, by=None, lot=self.draw)
        homes = list(homes_of(self.call))
        for number, reviewer in enumerate(self.declaring(seated)):
            bound = [self.draw.choice(homes)] if number % 4 == 2 else []
            self.declare(reviewer, bound, declaring + timedelta(days=number % 3))

    def declaring(self, seated: Sequence[Reviewer]) -> Sequence[Reviewer]:
        """Who of those seated declares."""
        return seated

    def declare(self, reviewer: Reviewer, bound: list[Organisation], day: date) -> None:
        """Let a reviewer say what binds them."""
        reviews.declare_conflicts(reviewer, organisations=bound, confirmed=True, today=day, by=None)

    def tables(self, number: int) -> list[list[Sheet]]:
        """As many tables of sheets as there are entries, the best one first by what they come to."""
        measures = [one for one in measures_of(self.call) if one.key in {text.pk for text in self.texts}]
        made = [self.table(BEST - FALL * place / max(number, 1)) for place in range(number)]
        marks = [mark for place, table in enumerate(made) for mark in marks_of(place, table, measures)]
        return [made[line.entry] for line in lines(range(number), measures, marks)]

    def table(self, level: float) -> list[Sheet]:
        """The sheets of one entry around a mean score: a row for each reviewer, a score for each criterion."""
        return [[self.score(level) for _one in self.texts] for _reviewer in range(self.call.reviews_each)]

    def score(self, level: float) -> Decimal:
        """A score around a level, in steps of a half."""
        steps = round(self.draw.gauss(level, BLUR) * 2)
        return HALF * min(max(steps, 0), STEPS)

    def give(self, entries: Sequence[ReviewEntry], tables: Sequence[list[Sheet]]) -> None:
        """Say which entry gets which sheets."""
        self.sheets = {entry.pk: iter(table) for entry, table in zip(entries, tables, strict=True)}

    def hand_in(self, assignment: ReviewAssignment, day: date, *, is_far: bool = False) -> None:
        """Let a reviewer hand in the next sheet of an entry, far below what it says where it is to be contested."""
        sheet = next(self.sheets[assignment.entry_id])
        scores = {one.pk: value for one, value in zip(self.texts, sheet, strict=True)}
        if is_far:
            self.far_apart.append((assignment, scores))
            scores = {key: max(value - HALF * FAR, HALF) for key, value in scores.items()}
        reviews.hand_in(
            assignment,
            scores=scores,
            strengths=self.draw.choice(words.STRENGTHS),
            remark=self.draw.choice(words.REMARKS) if self.draw.happens(0.1) else "",
            today=day,
            by=None,
        )

    def open_reviews(self, reviewer: Reviewer | None = None) -> list[ReviewAssignment]:
        """What is still to be read, by one of the panel or by all."""
        rows = ReviewAssignment.objects.standing().filter(reviewer__call=self.call, handed_in_on=None)
        rows = rows.filter(reviewer=reviewer) if reviewer else rows
        return list(rows.select_related("reviewer__account", "entry").order_by("reviewer__seat", "entry__number"))


class Finished(Panel):
    """The panel of the finished review: every text scored, two discussed, the short list heard."""

    def hold(self) -> None:
        """From the calling of reviewers to the last presentation."""
        self.seat()
        self.read()
        self.discuss()
        listed = [self.entries[key] for key in self.in_order if self.nominations[key].short_listed_on]
        last = self.round.first_day(PhaseKind.PRESENTING) - timedelta(days=1)
        reviews.make_short_list(self.call, entries=listed, expected=len(listed), today=last, by=None)
        self.present(listed)

    @cached_property
    def nominations(self) -> dict[int, Nomination]:
        """The nominations by key."""
        return {one.pk: one for one in self.call.nominations.select_related("proposed_class")}

    @cached_property
    def entries(self) -> dict[int, ReviewEntry]:
        """The entries by the key of their nomination."""
        return {one.nomination_id: one for one in ReviewEntry.objects.filter(call=self.call)}

    @cached_property
    def in_order(self) -> list[int]:
        """Keys of the nominations: those of the first class, of the second, the rest of the short list, the others."""
        beyond = len(self.round.classes) + 1
        ranks = {
            key: row.proposed_class.rank if row.proposed_class else beyond for key, row in self.nominations.items()
        }
        return sorted(ranks, key=lambda key: (ranks[key], self.nominations[key].short_listed_on is None, key))

    def by_text(self) -> list[ReviewEntry]:
        """The entries in the order of their texts: the short list a little otherwise than it ends, then the others."""
        listed = [key for key in self.in_order if self.nominations[key].short_listed_on]
        for place in range(0, len(listed) - 2, 3):
            listed[place : place + 3] = self.draw.sample(listed[place : place + 3], 3)
        others = [key for key in self.in_order if key not in listed]
        return [self.entries[key] for key in (*listed, *self.draw.sample(others, len(others)))]

    def read(self) -> None:
        """Let everybody read and score; one recognises an entry and another reads it, two scores lie far apart."""
        day, ordered = self.round.first_day(PhaseKind.SCORING), self.by_text()
        self.give(ordered, self.tables(len(ordered)))
        waiting = self.open_reviews()
        reviews.step_back(waiting[len(waiting) // 2], reason=words.RECOGNISED, today=day, by=None)
        far = {ordered[len(ordered) * third // 3].pk for third in CONTESTED}
        for assignment in self.open_reviews():
            is_far = assignment.entry_id in far
            far.discard(assignment.entry_id)
            self.hand_in(assignment, day + timedelta(days=self.draw.randint(2, 22)), is_far=is_far)

    def discuss(self) -> None:
        """Scores that lay apart are asked about; one reviewer revises them, those of the other are moderated."""
        day = self.round.first_day(PhaseKind.DISCUSSING) + timedelta(days=1)
        for number, (assignment, sheet) in enumerate(self.far_apart):
            by_moderator = bool(number)
            reviews.add_remark(assignment.entry, text=words.ASKED, today=day, by=None)
            reviews.add_remark(assignment.entry, text=words.ANSWERED, assignment=assignment, today=day, by=None)
            for score in assignment.scores.all():
                reviews.revise_score(
                    score,
                    value=sheet[score.criterion_id],
                    reason=words.MODERATED if by_moderator else words.REVISED,
                    as_moderator=by_moderator,
                    today=day + timedelta(days=1),
                    by=self.speaking(assignment.reviewer, day, is_moderator=by_moderator),
                )

    def speaking(self, reviewer: Reviewer, day: date, *, is_moderator: bool) -> Actor:
        """Whose revision it is: its reviewer's, or the office's that moderates."""
        account = reviewer.account
        who = (None, MODERATOR) if is_moderator else (account.pk, account.display_name)
        return Actor(account_id=who[0], name=who[1], organisation=None, held=(), today=day)

    def present(self, listed: Sequence[ReviewEntry]) -> None:
        """Let the short list present in the order of a lot, and score what was heard.

        Args:
            listed: the entries in the order in which they are to end.
        """
        day = self.round.first_day(PhaseKind.PRESENTING)
        (criterion,) = Criterion.objects.filter(call=self.call, is_live=True)
        reviews.draw_order(self.call, today=day, by=None, lot=self.draw)
        heard = defaultdict(list)
        for assignment in ReviewAssignment.objects.filter(reviewer__call=self.call, is_live=True).order_by("reviewer"):
            heard[assignment.entry_id].append(assignment)
        given = self.live_scores([(entry.pk, len(heard[entry.pk])) for entry in listed])
        for entry in sorted(ReviewEntry.objects.filter(pk__in=given), key=lambda one: one.live_order or 0):
            reviews.open_presentation(entry, today=day, by=None)
            for assignment, value in zip(heard[entry.pk], given[entry.pk], strict=True):
                reviews.hand_in(assignment, scores={criterion.pk: value}, today=day, by=None)
        reviews.close_presentations(self.call, today=day, by=None)

    def live_scores(self, heard: Sequence[tuple[int, int]]) -> dict[int, list[Decimal]]:
        """What each presentation is given, by key of the entry, so that the sums fall from one to the next.

        Args:
            heard: key of each entry and how many score it, in the order in which they are to end.
        """
        texts = {one.entry.pk: one.value or Decimal(0) for one in results(self.call)}
        fallen = sorted((texts[key] for key, _many in heard), reverse=True)
        weight = Criterion.objects.get(call=self.call, is_live=True).weight
        given, before = {}, Decimal(100)
        for place, (key, many) in enumerate(heard):
            aim = fallen[place] + weight * (FIRST_LIVE - LIVE_FALL * place) / 10
            aim = min(aim, before - GAP)
            # One step of a half by one reviewer moves the sum by this much; never above the one before.
            step = weight / STEPS / max(many, 1)
            steps = min(max(int((aim - texts[key]) / step), 0), STEPS * many)
            given[key] = self.shared(steps, many)
            before = texts[key] + step * steps
        return given

    def shared(self, steps: int, many: int) -> list[Decimal]:
        """So many steps shared among reviewers, of whom some give a little more and others as much less."""
        each = [steps // many + (number < steps % many) for number in range(many)]
        for _time in range(many):
            more, less = self.draw.randrange(many), self.draw.randrange(many)
            if each[more] < STEPS and each[less] > 0:
                each[more] += 1
                each[less] -= 1
        return [HALF * one for one in self.draw.sample(each, many)]


class Running(Panel):
    """The panel of the running review: in the middle of reading."""

    def hold(self) -> None:
        """From the calling of reviewers to the day of the model."""
        self.seat()
        entries = list(ReviewEntry.objects.filter(call=self.call))
        self.give(self.draw.sample(entries, len(entries)), self.tables(len(entries)))
        first = self.round.first_day(PhaseKind.SCORING)
        seated = Reviewer.objects.filter(call=self.call).exclude(declared_on=None).select_related("account")
        reviewers = list(seated.order_by("seat"))
        for reviewer in reviewers:
            share = DONE.get(reviewer.account.username) or self.draw.uniform(0.3, 0.8)
            waiting = self.open_reviews(reviewer)
            for assignment in waiting[: round(len(waiting) * share)]:
                self.hand_in(assignment, self.draw.day(first, self.city.day - timedelta(days=3)))
        if len(reviewers) > SMALLEST:
            leaving = self.city.day - timedelta(days=2)
            reviews.dismiss_reviewer(reviewers[-1], reason=words.DISMISSED, today=leaving, by=None)

    def declaring(self, seated: Sequence[Reviewer]) -> Sequence[Reviewer]:
        """All but one, who has not come to it."""
        return [one for one in seated if one.account.username != LATE]


def marks_of(entry: int, table: Sequence[Sheet], measures: Sequence[Measure]) -> Iterator[Mark]:
    """The sheets of an entry as arithmetic sees them."""
    for reviewer, sheet in enumerate(table):
        for measure, value in zip(measures, sheet, strict=True):
            yield Mark(entry, reviewer, measure.key, value)
