"""The rules of elections as data: each version with its source, and each clause in words with its article.

The majority base is a dated setting: sources contradict each other on whether the votes are measured by those entitled
or by those present (domain.md 2.5), so the record shows both and the version in force decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import ConditionKind
from dangjian.foundation.organisations.terms import ELECTION_REGULATION

from ..enums import MajorityBase

PROVISIONAL_REGULATION = _("Provisional regulation on elections of primary organisations (1990)")
DEPARTMENT_ANSWERS = _("Answers of organisation departments on the election regulation")


@dataclass(frozen=True)
class ElectionRule:
    """One version of the election regulation.

    Attributes:
        key: name of the version.
        effective_on: the first day of elections it governs.
        source: the regulation.
        surplus_percent: by so many percent of the seats candidates for a committee exceed them at least.
        quorum: the part of those entitled that must be present, as (numerator, denominator).
        quorum_exceeded: whether more than that part must be present, not just as many.
        majority: by whom the votes are measured: elected is whoever gets more than half of them.
        articles: clause to article, where the source at hand gives it.
    """

    key: str
    effective_on: date
    source: str | Promise
    surplus_percent: int
    quorum: tuple[int, int]
    quorum_exceeded: bool
    majority: MajorityBase
    articles: dict[str, str] = field(default_factory=dict)

    def quorum_of(self, entitled: int) -> int:
        """The least number that must be present of so many entitled."""
        part, whole = self.quorum
        return entitled * part // whole + 1 if self.quorum_exceeded else -(-entitled * part // whole)

    def least_candidates(self, seats: int) -> int:
        """The least number of candidates for so many seats of a committee: 3 seats, 4 candidates."""
        return seats + -(-seats * self.surplus_percent // 100)


ARTICLES = {"extension": "3", "congress": "4", "voters": "5"}
ELECTION_RULES = (
    ElectionRule(
        "election-1990", date(1990, 6, 27), PROVISIONAL_REGULATION, 20, (4, 5), True, MajorityBase.PRESENT, ARTICLES
    ),
    ElectionRule(
        "election-2020", date(2020, 7, 13), ELECTION_REGULATION, 20, (4, 5), False, MajorityBase.ENTITLED, ARTICLES
    ),
)


def election_rule(on: date) -> ElectionRule:
    """The version in force on a day; the oldest one for days before it."""
    in_force = [rule for rule in ELECTION_RULES if rule.effective_on <= on]
    return in_force[-1] if in_force else ELECTION_RULES[0]


@dataclass(frozen=True)
class LeftOut:
    """Who need not be counted among those entitled, with the consent of the superior and of the meeting.

    Attributes:
        kind: the condition noted in the register of members.
        months: for so long it must last at least, 0 for any time.
        words: the reason.
    """

    kind: ConditionKind
    months: int
    words: str | Promise


_AWAY = _("away for half a year or longer")
LEFT_OUT = (
    LeftOut(ConditionKind.EXEMPT, 0, _("too old or too ill to attend")),
    LeftOut(ConditionKind.MOBILE, 6, _AWAY),
    LeftOut(ConditionKind.SECONDED, 6, _AWAY),
    LeftOut(ConditionKind.TRAVELLING, 6, _AWAY),
)

CLAUSES = {
    "extension": _(
        "An election that cannot be held before the term ends needs the approval of the superior to be put off, "
        "normally by at most a year."
    ),
    "congress": _(
        "The general meeting of members elects. With 500 members or more, or where they work far apart, a congress of "
        "delegates may be held with approval."
    ),
    "voters": _(
        "Full members vote and may be elected. Probationary members and members on probation as a penalty do not; of "
        "members who are detained or arrested the rights are suspended."
    ),
    "surplus": _("Candidates for a committee exceed its seats by at least 20 percent: 3 seats, 4 candidates."),
    "posts": _(
        "The first meeting of the committee elects secretary and deputy, normally with as many candidates as posts, "
        "approved beforehand."
    ),
    "quorum": _("The election is valid with four fifths of those entitled present; absent voters cannot delegate."),
    "ballots": _(
        "The ballot is secret and on paper. No more ballots collected than handed out: valid; more: void, and voted "
        "again. A ballot with more names than seats is void."
    ),
    "counters": _("Whoever is a candidate does not count or watch over the counting."),
    "majority": _(
        "Elected is whoever gets more than half of the votes. Sources differ on half of whom: both are shown, and the "
        "version in force decides."
    ),
    "second": _(
        "When votes are equal and it matters, those concerned are voted on again; seats left over are voted on "
        "separately, or left empty when more than half of the voters agree."
    ),
    "left_out": _(
        "Members who are too old or ill to attend, or away for half a year, need not be counted among those entitled, "
        "with the consent of the superior and of the meeting."
    ),
    "approval": _("Request, candidates and result are approved by the Party committee above."),
}


@dataclass(frozen=True)
class Cited:
    """A clause as it is shown at the point of use: words, source, article, since when."""

    words: str | Promise
    source: str | Promise
    article: str
    since: date


def cited(key: str, on: date) -> Cited:
    """A clause with the version in force on a day."""
    rule = election_rule(on)
    source = DEPARTMENT_ANSWERS if key == "left_out" else rule.source
    return Cited(CLAUSES[key], source, rule.articles.get(key, ""), rule.effective_on)
