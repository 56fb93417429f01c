"""The results of a call: values, places and spread of every entry, and how the quotas would be filled by them.

Entries stand in the order of their own award class. Where there is a short list, the short-listed stand before the
others, by all criteria; the others by those of the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ...models import AwardClass, Call, Nomination, ReviewAssignment, ReviewEntry, Score, ScoreRevision
from ...phases import Seat, Sight, seen
from ...results import Filled, Line, Mark, Measure, Quota, filled, lines
from .standing import standing_of


@dataclass(frozen=True)
class Result:
    """What one nomination came to.

    Attributes:
        nomination: with its organisation.
        entry: its number in the review.
        award_class: the class it was put forward for.
        value: weighted value, two decimals; None without scores.
        place: 1 for the first of its class; None without scores.
        shared: whether others have the same place.
        spread: how far the reviewers lay apart, in percent.
        reviews: how many scored.
        is_complete: whether as many reviewers scored as the call wants.
        means: mean of each criterion.
    """

    nomination: Nomination
    entry: ReviewEntry
    award_class: AwardClass
    value: Decimal | None
    place: int | None
    shared: bool
    spread: Decimal
    reviews: int
    is_complete: bool
    means: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Suggestion:
    """How a class would be filled by the places: results chosen, results tied for too few seats, seats left."""

    award_class: AwardClass
    chosen: tuple[Result, ...]
    tied: tuple[Result, ...]
    left: int


def results(call: Call) -> list[Result]:
    """The results of every entry that was not withdrawn, class by class and place by place. Four queries.

    Whom they may be shown to is for the caller to ask (``phases``).
    """
    rows = ReviewEntry.objects.standing().filter(call=call)
    entries = list(rows.select_related("nomination__organisation", "nomination__award_class").order_by("number"))
    measures = measures_of(call)
    marks = defaultdict(list)
    for mark in marks_of(call):
        marks[mark.entry].append(mark)
    found: list[Result] = []
    for award_class, own in _by_class(entries):
        by_key = {entry.pk: entry for entry in own}
        for line in _in_order(own, measures, [mark for entry in own for mark in marks[entry.pk]]):
            found.append(_result(call, award_class, by_key[line.entry], line))
    return found


def suggestions(call: Call, found: Sequence[Result]) -> list[Suggestion]:
    """How the classes of a call would be filled by their results. One query."""
    classes = list(AwardClass.objects.filter(call=call).order_by("rank", "pk"))
    by_entry = {result.entry.pk: result for result in found}
    made: list[Suggestion] = []
    for head in (one for one in classes if one.runner_up_of_id is None):
        own = [result for result in found if result.award_class.pk == head.pk]
        listed = any(result.nomination.short_listed_on for result in own)
        out = {result.entry.pk for result in own if listed and not result.nomination.short_listed_on}
        filling = [head, *(one for one in classes if one.runner_up_of_id == head.pk)]
        quotas = [Quota(one.pk, one.quota, one.runner_up_of_id) for one in filling]
        for one, fill in zip(filling, filled([_line(result) for result in own], quotas, out=out), strict=True):
            made.append(_suggestion(one, fill, by_entry))
    return made


def measures_of(call: Call) -> list[Measure]:
    """The rubric of a call as arithmetic sees it."""
    rows = sorted(call.criteria.all(), key=lambda one: (one.rank, one.pk))
    return [Measure(one.pk, one.weight, one.ceiling, one.rank) for one in rows]


def marks_of(call: Call) -> list[Mark]:
    """The scores that count: handed in, not taken back, as last revised. Two queries."""
    counted = ReviewAssignment.objects.counted().filter(reviewer__call=call)
    revised = dict(
        ScoreRevision.objects.filter(score__assignment__in=counted).order_by("pk").values_list("score", "value")
    )
    rows = Score.objects.filter(assignment__in=counted).order_by("pk")
    columns = rows.values_list("pk", "assignment__entry", "assignment__reviewer", "criterion", "value")
    return [
        Mark(entry, reviewer, criterion, revised.get(key, value)) for key, entry, reviewer, criterion, value in columns
    ]


def what_helped(nomination: Nomination, day: date) -> list[str]:
    """What reviewers wrote about the strengths of a nomination, for its applicant: nothing before the public notice."""
    if Sight.HELPED not in seen(Seat.APPLICANT, standing_of(nomination.call, day)):
        return []
    rows = ReviewAssignment.objects.counted().filter(entry__nomination=nomination).exclude(strengths="")
    # In an order that does not tell who sat where.
    return sorted(rows.values_list("strengths", flat=True))


def _by_class(entries: Iterable[ReviewEntry]) -> list[tuple[AwardClass, list[ReviewEntry]]]:
    found: dict[int, tuple[AwardClass, list[ReviewEntry]]] = {}
    for entry in entries:
        award_class = entry.nomination.award_class
        found.setdefault(award_class.pk, (award_class, []))[1].append(entry)
    return sorted(found.values(), key=lambda pair: (pair[0].rank, pair[0].pk))


def _in_order(entries: Sequence[ReviewEntry], measures: Sequence[Measure], marks: Sequence[Mark]) -> list[Line]:
    first = [entry.pk for entry in entries if entry.nomination.short_listed_on]
    rest = [entry.pk for entry in entries if not entry.nomination.short_listed_on]
    ahead = lines(first, measures, [mark for mark in marks if mark.entry in set(first)])
    behind = lines(rest, measures, [mark for mark in marks if mark.entry in set(rest)])
    placed = sum(line.place is not None for line in ahead)
    return [*ahead, *(replace(line, place=line.place + placed) if line.place else line for line in behind)]


def _result(call: Call, award_class: AwardClass, entry: ReviewEntry, line: Line) -> Result:
    return Result(
        nomination=entry.nomination,
        entry=entry,
        award_class=award_class,
        value=line.value,
        place=line.place,
        shared=line.shared,
        spread=line.spread,
        reviews=line.reviews,
        is_complete=line.reviews >= call.reviews_each,
        means=line.means,
    )


def _line(result: Result) -> Line:
    return Line(result.entry.pk, result.value, result.place, result.shared, result.reviews, result.spread, result.means)


def _suggestion(award_class: AwardClass, fill: Filled, by_entry: dict[int, Result]) -> Suggestion:
    return Suggestion(
        award_class,
        tuple(by_entry[key] for key in fill.chosen),
        tuple(by_entry[key] for key in fill.tied),
        fill.left,
    )
