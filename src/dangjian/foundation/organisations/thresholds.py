"""How many members an organisation should have: explained with its source, never enforced.

What is counted differs: branches and their committees are set up by *full* members, committees, general branches and
the upper size of a branch by *all* members (domain.md section 7, fact 4). "Fewer with approval" is part of the rules,
so nothing is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.enums import BRANCH_KINDS, OrganisationKind
from dangjian.kernel.tree.models import Organisation

from .terms import BRANCH_REGULATION, ORGAN_REGULATION_2010, ORGAN_REGULATION_2019


class Counted(StrEnum):
    """Whose number a threshold is about."""

    FULL = "full"
    ALL = "all"


@dataclass(frozen=True)
class Threshold:
    """One number of the rules.

    Attributes:
        key: stable name.
        kinds: organisations it is about.
        counted: full members or all members.
        at_least: smallest number that meets it, None without.
        at_most: largest number that meets it, None without.
        met: sentence for a number that meets it, with {count}, {at_least}, {at_most}.
        not_met: sentence for one that does not.
        effective_on: first day of this version.
        ends_on: first day it no longer holds, None while it does.
        source: the regulation.
        article: the article, "" where the source at hand does not give it.
        expected: False where not meeting it is ordinary (a small branch has no committee), so that it is no warning.
    """

    key: str
    kinds: tuple[OrganisationKind, ...]
    counted: Counted
    at_least: int | None
    at_most: int | None
    met: str | Promise
    not_met: str | Promise
    effective_on: date
    source: str | Promise
    article: str = ""
    ends_on: date | None = None
    expected: bool = True

    def in_force(self, day: date) -> bool:
        """Whether this version holds on a day."""
        return self.effective_on <= day and (self.ends_on is None or day < self.ends_on)

    def meets(self, count: int) -> bool:
        """Whether a number meets it."""
        return (self.at_least is None or count >= self.at_least) and (self.at_most is None or count <= self.at_most)


@dataclass(frozen=True)
class Finding:
    """A threshold held against a number, with the sentence that explains it."""

    threshold: Threshold
    count: int
    met: bool
    sentence: str

    @property
    def warns(self) -> bool:
        """Whether a reader should look: not met, and not simply the small case of the rule."""
        return not self.met and self.threshold.expected


COMMITTEE = (OrganisationKind.ORGAN_COMMITTEE,)
GENERAL = (OrganisationKind.GENERAL_BRANCH,)
PLAIN = (OrganisationKind.BRANCH,)
ELECTED = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)
COMMITTEE_MET = _("{count} members: a Party committee is set up from {at_least} members.")
COMMITTEE_NOT = _(
    "{count} members: a Party committee is set up from {at_least} members, with fewer only with approval."
)
GENERAL_MET = _("{count} members: a general branch is set up with {at_least} to {at_most} members.")
GENERAL_NOT = _(
    "{count} members: a general branch is set up with {at_least} to {at_most} members; with fewer only with approval, "
    "with more a committee should be considered."
)
BRANCH_MET = _("{count} full members: a branch is set up from {at_least} full members.")
BRANCH_NOT = _(
    "{count} full members: a branch is set up from {at_least} full members; with fewer a joint branch should be "
    "considered."
)
BODY_MET = _("{count} full members: from {at_least} full members the branch elects a branch committee.")
BODY_NOT = _(
    "{count} full members: below {at_least} full members there is a secretary and, if needed, a deputy, but no branch "
    "committee."
)
SIZE_MET = _("{count} members: a branch normally has at most {at_most} members.")
SIZE_NOT = _(
    "{count} members: a branch normally has at most {at_most} members; a split or a general branch should be "
    "considered."
)

SINCE_2010, SINCE_2018, SINCE_2019 = date(2010, 6, 4), date(2018, 10, 28), date(2019, 11, 29)


def _organ_rules(
    source: str | Promise, since: date, until: date | None, articles: tuple[str, str, str]
) -> tuple[Threshold, ...]:
    committee, general, branch = articles
    year, full, everyone = since.year, Counted.FULL, Counted.ALL
    return (
        Threshold(
            f"committee-{year}",
            COMMITTEE,
            everyone,
            100,
            None,
            COMMITTEE_MET,
            COMMITTEE_NOT,
            since,
            source,
            committee,
            until,
        ),
        Threshold(
            f"general-branch-{year}", GENERAL, everyone, 50, 99, GENERAL_MET, GENERAL_NOT, since, source, general, until
        ),
        Threshold(f"branch-{year}", PLAIN, full, 3, None, BRANCH_MET, BRANCH_NOT, since, source, branch, until),
        Threshold(
            f"branch-committee-{year}",
            ELECTED,
            full,
            7,
            None,
            BODY_MET,
            BODY_NOT,
            since,
            source,
            branch,
            until,
            expected=False,
        ),
    )


THRESHOLDS = (
    *_organ_rules(ORGAN_REGULATION_2010, SINCE_2010, SINCE_2019, ("", "", "")),
    *_organ_rules(ORGAN_REGULATION_2019, SINCE_2019, None, ("5", "6", "7")),
    Threshold(
        "branch-size-2018", BRANCH_KINDS, Counted.ALL, None, 50, SIZE_MET, SIZE_NOT, SINCE_2018, BRANCH_REGULATION
    ),
)


def thresholds_for(kind: str, day: date) -> list[Threshold]:
    """The thresholds that hold for a kind of organisation on a day."""
    return [threshold for threshold in THRESHOLDS if kind in threshold.kinds and threshold.in_force(day)]


def check(organisation: Organisation, counts: dict[Counted, int], today: date) -> list[Finding]:
    """Hold the numbers of an organisation against the rules of the day and explain each; nothing is blocked.

    Args:
        organisation: which; its kind decides which rules apply.
        counts: members at or below it, full and all; a number that is missing is not judged.
        today: the day whose rules count.
    """
    return [
        Finding(threshold, count, threshold.meets(count), _sentence(threshold, count))
        for threshold in thresholds_for(organisation.kind, today)
        if (count := counts.get(threshold.counted)) is not None
    ]


def _sentence(threshold: Threshold, count: int) -> str:
    words = threshold.met if threshold.meets(count) else threshold.not_met
    return str(words).format(count=count, at_least=threshold.at_least, at_most=threshold.at_most)
