"""How many may be excellent: a rule with versions and sources, and the check with its reckoning in the open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ShareRule:
    """The largest share of excellent among those who are graded, as it stands from a day on.

    Attributes:
        effective_on: the first day on which grades are decided under it.
        most: the share.
        source: where it is written.
        article: the article, "" where the source at hand does not give it.
    """

    effective_on: date
    most: Fraction
    source: str | Promise
    article: str | Promise = ""


# Domain facts, section 2.4: normally not above one third. The opinion of 1988 gives no share, so nothing is checked
# before the yearly notices that do.
SHARE_RULES = (
    ShareRule(
        date(2014, 1, 1),
        Fraction(1, 3),
        _("Yearly notices of the Organisation Department on organisational life meetings and appraisal of members"),
    ),
)


def share_rule_on(day: date) -> ShareRule | None:
    """The rule in force on a day; None before the first."""
    return next((rule for rule in reversed(SHARE_RULES) if rule.effective_on <= day), None)


@dataclass(frozen=True)
class ShareCheck:
    """The check of one round: the numerator, both denominators, and what the rule allows.

    Attributes:
        excellent: how many are excellent.
        graded: how many get a grade; the rule is about these.
        members: all members of the round, told beside it.
        rule: the rule in force, None where there is none.
    """

    excellent: int
    graded: int
    members: int
    rule: ShareRule | None

    @property
    def allowed(self) -> int:
        """The largest number of excellent that keeps within the share."""
        return int(self.rule.most * self.graded) if self.rule else self.graded

    @property
    def is_over(self) -> bool:
        """Whether there are more than the rule normally allows."""
        return self.excellent > self.allowed

    @property
    def sentence(self) -> str:
        """The reckoning in words."""
        words = gettext(
            "{excellent} of {graded} graded members are excellent; at most {share} is normal, that is {allowed}. Of "
            "all {members} members of the branch it is {excellent}."
        )
        share = f"{self.rule.most.numerator}/{self.rule.most.denominator}" if self.rule else "1/1"
        return words.format(
            excellent=self.excellent, graded=self.graded, members=self.members, share=share, allowed=self.allowed
        )


def share_check(*, excellent: int, graded: int, members: int, on: date) -> ShareCheck:
    """Check a number of excellent under the rule of the day on which the grades are decided."""
    return ShareCheck(excellent, graded, members, share_rule_on(on))
