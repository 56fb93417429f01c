"""Each kind of pair talks at least once a year (branch regulation; the source at hand gives no article)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangjian.foundation.members.enums import COMMITTEE_TITLES
from dangjian.kernel.obligations.standing import Scope, StandingRule, Version, register
from dangjian.kernel.periods import Interval, PeriodKind, overlapping
from dangjian.kernel.tree.models import Organisation

from ..enums import PairType
from ..models import Talk
from .meetings import REGULATION, REGULATION_SINCE


def _with_committee(least: int) -> Callable[[Scope], QuerySet[Organisation]]:
    """Branches of whose committee at least so many members held a post in the span."""

    def applies(scope: Scope) -> QuerySet[Organisation]:
        held = overlapping(Interval(scope.starts_on, scope.ends_on), "posts__")
        on_committee = Q(posts__title__in=COMMITTEE_TITLES, posts__leading_group=None) & held
        counted = Organisation.objects.branches().annotate(
            on_committee=Count("posts__member", filter=on_committee, distinct=True)
        )
        return counted.filter(on_committee__gte=least)

    return applies


def _talks(pair_type: PairType) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: Talk.objects.standing().filter(pair_type=pair_type)


def _register(
    key: str, title: str | Promise, pair_type: PairType, applies: Callable[[Scope], QuerySet[Organisation]]
) -> StandingRule:
    return register(
        StandingRule(
            key=key,
            title=title,
            source=REGULATION,
            # Earlier texts ask for frequent talks and give no number: nothing is owed before.
            versions=(Version(REGULATION_SINCE, PeriodKind.YEAR, at_least=1, lead_days=120),),
            applies=applies,
            evidence=_talks(pair_type),
            action=_("Record a talk"),
            action_url=lambda organisation, period: reverse("life:record-talk"),
            advice=_("Once a year is the least. Who talked about what stays between the two sides and the secretary."),
        )
    )


IN_COMMITTEE = _register(
    "life.talks_in_committee",
    _("Talks between members of the branch committee"),
    PairType.IN_COMMITTEE,
    _with_committee(2),
)
COMMITTEE_AND_MEMBERS = _register(
    "life.talks_with_members",
    _("Talks between branch committee and members"),
    PairType.COMMITTEE_AND_MEMBERS,
    _with_committee(1),
)
AMONG_MEMBERS = _register(
    "life.talks_among_members",
    _("Talks among members"),
    PairType.AMONG_MEMBERS,
    lambda scope: Organisation.objects.branches(),
)
