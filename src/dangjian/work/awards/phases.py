"""Who sees what, and may do what, in which phase of a call: one table, and the functions that read it.

Everything that the room shows of a review asks here first. A day is all that these functions know of time, so what
would be visible on any other day can be computed, and tested, without waiting for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .enums import PhaseKind

ORDER = {kind: number for number, kind in enumerate(PhaseKind)}


class Seat(TextChoices):
    """Where somebody sits in a review."""

    REVIEWER = "reviewer", _("Reviewer")
    MODERATOR = "moderator", _("Moderator")
    APPLICANT = "applicant", _("Applicant")


class Sight(TextChoices):
    """What there is to see."""

    TEXT = "text", _("Text without names")
    NAMES = "names", _("Who is behind an entry")
    PROGRESS = "progress", _("Who has handed in, without scores")
    SCORES = "scores", _("Scores, their spread, remarks and places")
    SHORT_LIST = "short_list", _("Short list and order of presentation")
    OUTCOME = "outcome", _("What was proposed or decided")
    HELPED = "helped", _("What helped, in the words of the reviewers")


class Deed(TextChoices):
    """What there is to do."""

    BLIND = "blind", _("Take names out of the text")
    SEAT = "seat", _("Call reviewers and assign entries")
    DECLARE = "declare", _("Declare conflicts of interest")
    SCORE = "score", _("Score the text")
    DISCUSS = "discuss", _("Discuss, and revise scores with a reason")
    SHORT_LIST = "short_list", _("Make the short list")
    PRESENT = "present", _("Draw the order and open presentations")
    SCORE_LIVE = "score_live", _("Score presentations")
    PROPOSE = "propose", _("Propose awards")


SEEN_FROM: dict[Seat, dict[Sight, PhaseKind]] = {
    Seat.REVIEWER: {
        Sight.TEXT: PhaseKind.SCORING,
        Sight.SCORES: PhaseKind.DISCUSSING,
        Sight.SHORT_LIST: PhaseKind.PRESENTING,
        Sight.NAMES: PhaseKind.PRESENTING,
        Sight.OUTCOME: PhaseKind.NOTICE,
    },
    Seat.MODERATOR: {
        Sight.TEXT: PhaseKind.NOMINATING,
        Sight.NAMES: PhaseKind.NOMINATING,
        Sight.PROGRESS: PhaseKind.DECLARING,
        Sight.SCORES: PhaseKind.DISCUSSING,
        Sight.SHORT_LIST: PhaseKind.DISCUSSING,
        Sight.HELPED: PhaseKind.DISCUSSING,
        Sight.OUTCOME: PhaseKind.DECIDING,
    },
    Seat.APPLICANT: {
        Sight.TEXT: PhaseKind.NOMINATING,
        Sight.NAMES: PhaseKind.NOMINATING,
        Sight.SHORT_LIST: PhaseKind.PRESENTING,
        Sight.OUTCOME: PhaseKind.NOTICE,
        Sight.HELPED: PhaseKind.NOTICE,
    },
}
"""From which phase on something is seen; a call without that phase shows it from the next one that it has."""

DONE_IN: dict[Seat, dict[Deed, tuple[PhaseKind, ...]]] = {
    Seat.REVIEWER: {
        Deed.DECLARE: (PhaseKind.DECLARING, PhaseKind.SCORING),
        Deed.SCORE: (PhaseKind.SCORING,),
        Deed.DISCUSS: (PhaseKind.DISCUSSING,),
        Deed.SCORE_LIVE: (PhaseKind.PRESENTING,),
    },
    Seat.MODERATOR: {
        Deed.SEAT: (PhaseKind.NOMINATING, PhaseKind.CHECKING, PhaseKind.DECLARING, PhaseKind.SCORING),
        Deed.DISCUSS: (PhaseKind.DISCUSSING,),
        Deed.SHORT_LIST: (PhaseKind.DISCUSSING,),
        Deed.PRESENT: (PhaseKind.PRESENTING,),
        Deed.PROPOSE: (PhaseKind.DECIDING,),
    },
    Seat.APPLICANT: {Deed.BLIND: (PhaseKind.NOMINATING, PhaseKind.CHECKING)},
}
"""In which phases something is done: while they run, not before and not after."""


@dataclass(frozen=True)
class Span:
    """A phase and its days: from ``starts_on`` to before ``ends_on``."""

    kind: PhaseKind
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Standing:
    """How far a call has come.

    Attributes:
        reached: the last phase that has begun, None before the first.
        running: the same phase while it runs, None in a pause and after the last.
        ends_on: the first day after the running phase.
    """

    reached: PhaseKind | None = None
    running: PhaseKind | None = None
    ends_on: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of the running phase."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def has_reached(self, kind: PhaseKind) -> bool:
        """Whether this phase, or a later one, has begun."""
        return self.reached is not None and ORDER[self.reached] >= ORDER[kind]


@dataclass(frozen=True)
class OwnPart:
    """What a reviewer has to do with one entry.

    Attributes:
        has_declared: whether all conflicts in the call are declared.
        in_conflict: whether the entry is none of theirs: a conflict, or taken away from them.
        has_scored: whether their own score is handed in.
        short_listed: whether the entry is on the short list.
    """

    has_declared: bool = False
    in_conflict: bool = False
    has_scored: bool = False
    short_listed: bool = False


def standing_on(spans: Iterable[Span], day: date) -> Standing:
    """How far a call has come on a day.

    Phases follow each other in the order of their kinds. Where their days overlap, or stand in another order, the
    earlier kind holds until it has ended: what belongs to a later phase is never visible early.
    """
    standing = Standing()
    for span in sorted(spans, key=lambda span: ORDER[span.kind]):
        if day < span.starts_on:
            break
        if day < span.ends_on:
            return Standing(span.kind, span.kind, span.ends_on)
        standing = Standing(span.kind)
    return standing


def seen(seat: Seat, standing: Standing, *, is_blind: bool = True) -> frozenset[Sight]:
    """What a seat sees of a call at this point; a call that is not blind shows names together with the text."""
    return frozenset(
        sight for sight, kind in SEEN_FROM[seat].items() if standing.has_reached(_from(seat, sight, kind, is_blind))
    )


def seen_of_entry(standing: Standing, own: OwnPart, *, is_blind: bool = True) -> frozenset[Sight]:
    """What a reviewer sees of one entry: nothing in a conflict, others' scores after the own one is in."""
    if own.in_conflict or not own.has_declared:
        return frozenset()
    sights = set(seen(Seat.REVIEWER, standing, is_blind=is_blind))
    if not own.has_scored:
        sights.discard(Sight.SCORES)
    # Who presents stands in the room; who is not on the short list stays unknown until the public notice.
    if is_blind and not own.short_listed and not standing.has_reached(PhaseKind.NOTICE):
        sights.discard(Sight.NAMES)
    return frozenset(sights)


def may(seat: Seat, deed: Deed, standing: Standing) -> bool:
    """Whether a seat may do something now."""
    return standing.running in DONE_IN[seat].get(deed, ())


def table(*, is_blind: bool = True) -> list[tuple[Sight, list[PhaseKind | None]]]:
    """The table as people read it: what there is to see, and from which phase on each seat sees it."""
    return [
        (sight, [_from(seat, sight, kind, is_blind) if (kind := SEEN_FROM[seat].get(sight)) else None for seat in Seat])
        for sight in Sight
    ]


def _from(seat: Seat, sight: Sight, kind: PhaseKind, is_blind: bool) -> PhaseKind:
    open_names = seat == Seat.REVIEWER and sight == Sight.NAMES and not is_blind
    return SEEN_FROM[seat][Sight.TEXT] if open_names else kind
