"""What reviewers see: their seats, their queue and one entry, each only as far as its phase has opened it.

Rows of nominations are loaded without what is behind them, unless the table of phases shows names: what was not
loaded cannot be shown by mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Case, F, Prefetch, QuerySet, When

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.models import Attachment

from ...models import (
    BlindCopy,
    Call,
    CallPhase,
    Criterion,
    ReviewAssignment,
    ReviewEntry,
    Reviewer,
    ReviewRemark,
    Score,
)
from ...phases import Deed, OwnPart, Seat, Sight, Standing, may, seen_of_entry
from ...results import Line, Mark, Measure, lines
from .standing import standing_of

BLIND_TITLE, OPEN_TITLE = F("entry__nomination__blind_title"), F("entry__nomination__title")
SHORT_LISTED_ON, WITHDRAWN_ON = F("entry__nomination__short_listed_on"), F("entry__nomination__withdrawn_on")
BLIND = ("nomination__blind_title", "nomination__blind_deeds")
OPEN = ("nomination__title", "nomination__deeds", "nomination__organisation__name")


@dataclass(frozen=True)
class Task:
    """One entry in a reviewer's queue; the title is empty while the text is closed."""

    assignment: ReviewAssignment
    title: str
    is_withdrawn: bool


@dataclass(frozen=True)
class MySeat:
    """A call in which somebody has a seat: where it stands, and what is theirs."""

    reviewer: Reviewer
    call: Call
    standing: Standing
    may_declare: bool
    tasks: Sequence[Task]
    handed_in: int
    is_live: bool


@dataclass(frozen=True)
class Sheet:
    """The scores of one reviewer as the panel sees them: the seat, not the name."""

    assignment: ReviewAssignment
    label: str
    is_own: bool
    scores: Sequence[Any]


@dataclass(frozen=True)
class Opened:
    """What of one entry is open to its reviewer.

    Attributes:
        text: title and deeds as the panel reads them; None while closed.
        names: organisation and title, None while hidden.
        own: criterion -> the own first score.
        files: the files as they were written anew.
        sheets, line, remarks: what the others gave and said; empty until that is open.
    """

    own: dict[int, Decimal]
    text: tuple[str, str] | None = None
    names: tuple[str, str] | None = None
    files: Sequence[BlindCopy] = ()
    sheets: Sequence[Sheet] = ()
    line: Line | None = None
    remarks: Sequence[ReviewRemark] = ()


@dataclass(frozen=True)
class MyReview:
    """One entry in front of its reviewer: what may be seen and done; what is opened is loaded when it is shown."""

    assignment: ReviewAssignment
    call: Call
    standing: Standing
    sights: frozenset[Sight]
    criteria: Sequence[Criterion]
    is_withdrawn: bool = False

    @cached_property
    def opened(self) -> Opened:
        """The text, and what else the phase opens; at most seven queries."""
        return _opened(self.assignment, self.call, self.sights)

    def own_score(self, criterion: int) -> Decimal | None:
        """The own first score for a criterion."""
        return self.opened.own.get(criterion)

    @property
    def may_score(self) -> bool:
        """Whether scores may be handed in now."""
        return Sight.TEXT in self.sights and not self.is_withdrawn and may(Seat.REVIEWER, Deed.SCORE, self.standing)

    @property
    def may_discuss(self) -> bool:
        """Whether remarks and revisions may be written now."""
        return Sight.SCORES in self.sights and not self.is_withdrawn and may(Seat.REVIEWER, Deed.DISCUSS, self.standing)


@dataclass(frozen=True)
class LiveSheet:
    """The sheet of the presentation that runs now: what is scored, and what was given so far."""

    assignment: ReviewAssignment
    criteria: Sequence[Criterion]
    own: dict[int, Decimal]

    def own_score(self, criterion: int) -> Decimal | None:
        """What was given for a criterion so far."""
        return self.own.get(criterion)


@dataclass(frozen=True)
class Turn:
    """A turn of the presentations: whether it is now, and who presents what."""

    is_now: bool
    title: str
    organisation: str


def own_seats(actor: Actor) -> QuerySet[Reviewer]:
    """The seats that the actor holds, latest call first."""
    rows = Reviewer.objects.seated().filter(account_id=actor.account_id or 0, call__called_off_on=None)
    phases = Prefetch("call__phases", CallPhase.objects.order_by("starts_on"))
    found: QuerySet[Reviewer] = rows.select_related("call__organisation").prefetch_related(phases)
    return found.order_by("-call__for_year", "-call_id")


def own_assignments(actor: Actor) -> QuerySet[ReviewAssignment]:
    """The actor's own reviews that were not taken back, with nothing of the nominations."""
    rows = ReviewAssignment.objects.standing().filter(reviewer__account_id=actor.account_id or 0)
    found: QuerySet[ReviewAssignment] = rows.filter(reviewer__ends_on=None).select_related("reviewer", "entry")
    return found


def my_seats(actor: Actor) -> list[MySeat]:
    """The actor's seats with their queues. Three queries, however many entries there are."""
    seats = list(own_seats(actor)[:20])
    rows = own_assignments(actor).filter(reviewer__in=seats, is_live=False)
    shown = Case(When(reviewer__call__is_blind=True, then=BLIND_TITLE), default=OPEN_TITLE)
    columns = rows.annotate(words=shown).values_list("pk", "words", "entry__nomination__withdrawn_on")
    titles = {key: (words, gone) for key, words, gone in columns}
    by_seat: dict[int, list[ReviewAssignment]] = {}
    for assignment in rows.order_by("entry__number"):
        by_seat.setdefault(assignment.reviewer_id, []).append(assignment)
    return [_seat(reviewer, by_seat.get(reviewer.pk, []), titles, actor) for reviewer in seats]


def own_seat(actor: Actor, reviewer: int) -> Reviewer | None:
    """One of the actor's seats, with the account's memberships for the conflicts that follow from them."""
    return own_seats(actor).select_related("account__member__current__organisation").filter(pk=reviewer).first()


def my_review(actor: Actor, assignment: int) -> MyReview | None:
    """One of the actor's reviews as far as it is open today; None when it is not theirs. At most nine queries."""
    phases = Prefetch("reviewer__call__phases", CallPhase.objects.order_by("starts_on"))
    found = (
        own_assignments(actor)
        .select_related("reviewer__call__organisation")
        .prefetch_related(phases, "reviewer__call__criteria")
        .annotate(short_listed_on=SHORT_LISTED_ON, withdrawn_on=WITHDRAWN_ON)
        .filter(pk=assignment, is_live=False, reviewer__call__called_off_on=None)
        .first()
    )
    if found is None:
        return None
    call = found.reviewer.call
    standing = standing_of(call, actor.today)
    own = OwnPart(
        has_declared=found.reviewer.declared_on is not None,
        in_conflict=found.is_conflict,
        has_scored=found.handed_in_on is not None,
        short_listed=found.short_listed_on is not None,
    )
    sights = seen_of_entry(standing, own, is_blind=call.is_blind)
    return MyReview(
        assignment=found,
        call=call,
        standing=standing,
        sights=sights,
        criteria=[one for one in call.criteria.all() if one.is_live == found.is_live],
        is_withdrawn=found.withdrawn_on is not None,
    )


def dismissed_from(actor: Actor, assignment: int) -> Call | None:
    """The call from whose panel the actor was dismissed, where the review was theirs before; None otherwise."""
    rows = ReviewAssignment.objects.filter(pk=assignment, reviewer__account_id=actor.account_id or 0)
    found = rows.exclude(reviewer__ends_on=None).select_related("reviewer__call").first()
    return found.reviewer.call if found is not None else None


def presenting_now(actor: Actor, reviewer: Reviewer) -> LiveSheet | None:
    """The actor's own sheet of the entry that presents now; None between presentations, and in a conflict."""
    rows = own_assignments(actor).filter(reviewer=reviewer, is_live=True, entry__is_presenting=True)
    found = rows.filter(entry__nomination__withdrawn_on=None).prefetch_related("scores").first()
    if found is None:
        return None
    criteria = list(Criterion.objects.filter(call=reviewer.call_id, is_live=True))
    return LiveSheet(found, criteria, {score.criterion_id: score.value for score in found.scores.all()})


def live_turns(reviewer: Reviewer) -> list[Turn]:
    """The order of presentation as a reviewer sees it once presentations run."""
    rows = ReviewEntry.objects.standing().filter(call=reviewer.call_id).exclude(live_order=None).order_by("live_order")
    shown = rows.values_list("is_presenting", "nomination__title", "nomination__organisation__short_name")
    return [Turn(*row) for row in shown]


def _seat(reviewer: Reviewer, own: list[ReviewAssignment], titles: dict[int, Any], actor: Actor) -> MySeat:
    standing = standing_of(reviewer.call, actor.today)
    part = OwnPart(has_declared=reviewer.declared_on is not None)
    sights = seen_of_entry(standing, part, is_blind=reviewer.call.is_blind)
    tasks = []
    for assignment in own:
        words, gone = titles[assignment.pk]
        tasks.append(Task(assignment, words if Sight.TEXT in sights else "", gone is not None))
    return MySeat(
        reviewer=reviewer,
        call=reviewer.call,
        standing=standing,
        may_declare=may(Seat.REVIEWER, Deed.DECLARE, standing),
        tasks=tasks,
        handed_in=sum(task.assignment.handed_in_on is not None for task in tasks),
        is_live=may(Seat.REVIEWER, Deed.SCORE_LIVE, standing),
    )


def _opened(assignment: ReviewAssignment, call: Call, sights: frozenset[Sight]) -> Opened:
    opened: dict[str, Any] = {}
    wanted = (*(BLIND if call.is_blind else OPEN[:2]), *(OPEN if Sight.NAMES in sights else ()))
    if Sight.TEXT in sights:
        facts = ReviewEntry.objects.filter(pk=assignment.entry_id).values(*dict.fromkeys(wanted))[0]
        opened["text"] = tuple(facts[name] for name in wanted[:2])
        if Sight.NAMES in sights:
            opened["names"] = (facts["nomination__organisation__name"], facts["nomination__title"])
        copies = BlindCopy.objects.filter(nomination__entry=assignment.entry_id)
        opened["files"] = list(copies.order_by("number"))
    if Sight.SCORES in sights:
        opened["sheets"] = sheets_of(assignment.entry, own=assignment)
        opened["line"] = line_of(assignment.entry, opened["sheets"])
        opened["remarks"] = list(assignment.entry.remarks.select_related("reviewer"))
    own = [sheet.scores for sheet in opened.get("sheets", ()) if sheet.is_own] or [assignment.scores.all()]
    return Opened(own={score.criterion_id: score.value for score in own[0]}, **opened)


def line_of(entry: ReviewEntry, sheets: Sequence[Sheet]) -> Line:
    """What the text of one entry came to, from its sheets; asks nothing."""
    scores = [score for sheet in sheets for score in sheet.scores]
    criteria = {score.criterion_id: score.criterion for score in scores}
    measures = [Measure(one.pk, one.weight, one.ceiling, one.rank) for one in criteria.values()]
    marks = [Mark(entry.pk, score.assignment_id, score.criterion_id, _counting(score)) for score in scores]
    (line,) = lines([entry.pk], measures, marks)
    return line


def _counting(score: Score) -> Decimal:
    revisions = list(score.revisions.all())
    value: Decimal = revisions[-1].value if revisions else score.value
    return value


def sheets_of(entry: ReviewEntry, *, own: ReviewAssignment | None = None) -> list[Sheet]:
    """The sheets that count for an entry, by seat, with every score and its revisions. Three queries."""
    scores = Score.objects.select_related("criterion").prefetch_related("revisions").order_by("criterion__rank", "pk")
    rows = entry.assignments.counted().filter(is_live=False).select_related("reviewer")
    return [
        Sheet(one, str(one.reviewer), own is not None and one.pk == own.pk, list(one.scores.all()))
        for one in rows.prefetch_related(Prefetch("scores", scores)).order_by("reviewer__seat")
    ]


def file_of(review: MyReview, copy: int) -> Attachment | None:
    """A file of an entry as it was written anew; None while the text is closed, and for files of other entries."""
    found = next((one for one in review.opened.files if one.pk == copy), None)
    return Attachment.objects.of(found).first() if found is not None else None


def own_score(actor: Actor, assignment: ReviewAssignment, score: int) -> Score | None:
    """One of the scores that the actor handed in for an entry."""
    rows = Score.objects.filter(assignment=assignment, assignment__in=own_assignments(actor))
    return rows.select_related("criterion", "assignment__reviewer").filter(pk=score).first()
