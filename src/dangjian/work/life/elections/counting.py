"""What follows from a counted ballot, as plain arithmetic: what cannot be, who is elected, who is voted on again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import MajorityBase
from .clauses import ElectionRule


@dataclass(frozen=True)
class Votes:
    """What one person got.

    Attributes:
        key: the member.
        name: for sentences.
        yes, no, abstained: votes.
        written_in: whether the name stood on no ballot but was written in by voters.
    """

    key: int
    name: str
    yes: int
    no: int = 0
    abstained: int = 0
    written_in: bool = False


@dataclass(frozen=True)
class Sheet:
    """A counting sheet: seats to fill, people in the room, papers in the box, and the votes."""

    seats: int
    entitled: int
    present: int
    distributed: int
    collected: int
    valid: int
    void: int
    votes: Sequence[Votes] = ()

    @property
    def is_void(self) -> bool:
        """More ballots came back than were handed out: the vote does not count and is repeated."""
        return self.collected > self.distributed


@dataclass(frozen=True)
class Problem:
    """Something on a sheet that is worth a sentence.

    Attributes:
        field: the field of the form it stands by; ``votes-KEY`` for the votes of a person.
        words: the sentence.
        blocks: whether the numbers cannot be; others are shown and let through.
    """

    field: str
    words: str | Promise
    blocks: bool = True


def problems(sheet: Sheet) -> list[Problem]:
    """What does not add up on a sheet, each by its field."""
    return [*_of_papers(sheet), *([] if sheet.is_void else _of_votes(sheet))]


def _of_papers(sheet: Sheet) -> Iterator[Problem]:
    if sheet.present > sheet.entitled:
        yield Problem("present", _("More voters are present than are entitled. Look at the list of those entitled."))
    if sheet.distributed > sheet.present:
        yield Problem("distributed", _("More ballots were handed out than voters are present: each gets one."))
    if sheet.distributed < sheet.present:
        yield Problem("distributed", _("Fewer ballots were handed out than voters are present."), blocks=False)
    if sheet.is_void:
        yield Problem(
            "collected",
            _("More ballots were collected than handed out: the vote is void and has to be repeated."),
            blocks=False,
        )
    elif sheet.valid + sheet.void != sheet.collected:
        yield Problem("valid", _("Valid and void ballots together are not as many as were collected."))


def _of_votes(sheet: Sheet) -> Iterator[Problem]:
    for one in sheet.votes:
        total = one.yes + one.no + one.abstained
        if total > sheet.valid:
            yield Problem(f"votes-{one.key}", _("More votes than valid ballots."))
        elif total < sheet.valid and not one.written_in:
            yield Problem(f"votes-{one.key}", _("For, against and abstained together are not the valid ballots."))
    if sum(one.yes for one in sheet.votes) > sheet.valid * sheet.seats:
        yield Problem(
            "valid",
            _("More votes for than the valid ballots allow: a ballot with more names than seats is void."),
        )


@dataclass(frozen=True)
class Line:
    """A person's result with the majority on both bases."""

    votes: Votes
    over_entitled: bool
    over_present: bool
    elected: bool
    tied: bool

    @property
    def bases_differ(self) -> bool:
        """Whether the two bases give different answers: the record says so."""
        return self.over_entitled != self.over_present


@dataclass(frozen=True)
class Outcome:
    """What a count decides.

    Attributes:
        quorum: voters needed in the room.
        has_quorum: whether they were there.
        is_void: more ballots came back than were handed out.
        lines: one for each person, most votes first.
        seats_left: seats that nobody got.
    """

    quorum: int
    has_quorum: bool
    is_void: bool
    lines: Sequence[Line] = field(default_factory=tuple)
    seats_left: int = 0

    @property
    def counts(self) -> bool:
        """Whether the vote counts at all."""
        return self.has_quorum and not self.is_void

    @property
    def elected(self) -> list[Votes]:
        """Who is elected, most votes first."""
        return [line.votes for line in self.lines if line.elected]

    @property
    def tied(self) -> list[Votes]:
        """Who has to be voted on again, because as many votes stand against too few seats."""
        return [line.votes for line in self.lines if line.tied]


def over_half(votes: int, base: int) -> bool:
    """More than half: 5 of 9, 6 of 10."""
    return 2 * votes > base


def outcome(sheet: Sheet, rule: ElectionRule) -> Outcome:
    """Who is elected: more than half of the base of the rule, the most votes first, as far as the seats reach.

    Where equal votes would fill more than the seats left, none of them is elected: they are voted on again.
    """
    quorum = rule.quorum_of(sheet.entitled)
    has_quorum = sheet.present >= quorum
    base = sheet.entitled if rule.majority == MajorityBase.ENTITLED else sheet.present
    in_order = sorted(sheet.votes, key=lambda one: -one.yes)
    able = [one for one in in_order if over_half(one.yes, base)] if has_quorum and not sheet.is_void else []
    chosen, tied = set(), set()
    for one in able:
        level = [other for other in able if other.yes == one.yes]
        better = sum(other.yes > one.yes for other in able)
        if better + len(level) <= sheet.seats:
            chosen.add(one.key)
        elif better < sheet.seats:
            tied.add(one.key)
    lines = [
        Line(
            one,
            over_half(one.yes, sheet.entitled),
            over_half(one.yes, sheet.present),
            one.key in chosen,
            one.key in tied,
        )
        for one in in_order
    ]
    return Outcome(quorum, has_quorum, sheet.is_void, lines, sheet.seats - len(chosen))
