"""How long a term lasts: by kind of organisation and by the rule that had effect on the day of the election."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import years_after
from dangjian.kernel.tree.enums import OrganisationKind

ORGAN_REGULATION_1998 = _("Regulation on primary organisations of Party and state organs (1998)")
ORGAN_REGULATION_2010 = _("Regulation on primary organisations of Party and state organs (2010)")
ORGAN_REGULATION_2019 = _("Regulation on primary organisations of Party and state organs (2019)")
BRANCH_REGULATION = _("Regulation on the work of Party branches (trial, 2018)")
ELECTION_REGULATION = _("Regulation on elections of primary organisations (2020)")

EXTENSION_YEARS = 1
"""An election may be put off or brought forward with approval, normally by at most a year (election regulation)."""


@dataclass(frozen=True)
class TermRule:
    """A term length.

    Attributes:
        key: kept with each term that was reckoned by it.
        kinds: the kinds of organisation it is for.
        years: length of a term.
        effective_on: the first day of elections it governs.
        source: the regulation.
        article: the article, "" where the source at hand does not give it.
    """

    key: str
    kinds: tuple[OrganisationKind, ...]
    years: int
    effective_on: date
    source: str | Promise
    article: str = ""


COMMITTEES = (OrganisationKind.ORGAN_COMMITTEE,)
GENERAL_BRANCHES = (OrganisationKind.GENERAL_BRANCH,)
BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)

# Work committees are appointed, temporary branches end with their task, groups elect no committee: none has a term.
# The versions of 1998 and 2010 give committees of prefecture level and above 4 years (domain.md section 2.1, R3b).
TERM_RULES = (
    TermRule("committee-1998", COMMITTEES, 4, date(1998, 3, 30), ORGAN_REGULATION_1998),
    TermRule("general-branch-1998", GENERAL_BRANCHES, 3, date(1998, 3, 30), ORGAN_REGULATION_1998),
    TermRule("branch-1998", BRANCHES, 3, date(1998, 3, 30), ORGAN_REGULATION_1998),
    TermRule("committee-2010", COMMITTEES, 4, date(2010, 6, 4), ORGAN_REGULATION_2010),
    TermRule("general-branch-2010", GENERAL_BRANCHES, 3, date(2010, 6, 4), ORGAN_REGULATION_2010),
    TermRule("branch-2010", BRANCHES, 3, date(2010, 6, 4), ORGAN_REGULATION_2010),
    TermRule("committee-2019", COMMITTEES, 5, date(2019, 11, 29), ORGAN_REGULATION_2019, "5"),
    TermRule("general-branch-2019", GENERAL_BRANCHES, 3, date(2019, 11, 29), ORGAN_REGULATION_2019, "6"),
    TermRule("branch-2019", BRANCHES, 3, date(2019, 11, 29), ORGAN_REGULATION_2019, "7"),
)
KINDS_WITH_TERM = (*COMMITTEES, *GENERAL_BRANCHES, *BRANCHES)


def term_rule(kind: str, elected_on: date) -> TermRule | None:
    """The rule for an organisation of this kind elected on this day; None for kinds without terms.

    An election before the oldest rule known here is reckoned by the oldest.
    """
    rules = [rule for rule in TERM_RULES if kind in rule.kinds]
    in_force = [rule for rule in rules if rule.effective_on <= elected_on]
    return max(in_force, key=lambda rule: rule.effective_on) if in_force else (rules[0] if rules else None)


def rule_named(key: str) -> TermRule | None:
    """The rule with this key, None when it is no longer declared."""
    return next((rule for rule in TERM_RULES if rule.key == key), None)


def due_on(kind: str, elected_on: date) -> date | None:
    """The day a term of this kind runs out: the anniversary of the election; None for kinds without terms."""
    rule = term_rule(kind, elected_on)
    return years_after(elected_on, rule.years) if rule else None


def latest_extension(due: date) -> date:
    """The last day a term that is due on ``due`` can be extended to."""
    return years_after(due, EXTENSION_YEARS)
