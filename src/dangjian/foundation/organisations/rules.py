"""Standing rules about organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.obligations.standing import Scope, Source, StandingRule, Version, register
from dangjian.kernel.periods import PeriodKind
from dangjian.kernel.tree.models import Organisation

from .enums import TermEnd
from .models import Term
from .preparing import election_page
from .queries import with_last_day
from .terms import ORGAN_REGULATION_1998, ORGAN_REGULATION_2010, ORGAN_REGULATION_2019

BY_ELECTION = (TermEnd.ELECTED, TermEnd.ADVANCED)
HALF_A_YEAR = 183


def _with_term_due(scope: Scope) -> QuerySet[Organisation]:
    """Organisations with a term that runs out in the span and runs still, or ended by an election."""
    due = Coalesce("terms__extended_to", "terms__due_on", output_field=DateField())
    rows = Organisation.objects.annotate(term_due_on=due, term_ended_by=F("terms__ended_by"))
    return rows.filter(
        term_due_on__gte=scope.starts_on, term_due_on__lt=scope.ends_on, term_ended_by__in=("", *BY_ELECTION)
    )


def _elected(scope: Scope) -> QuerySet[Any]:
    """Terms that ended with an election: the election counts for the day on which they would have run out."""
    return with_last_day(Term.objects.filter(ended_by__in=BY_ELECTION))


def _version(effective_on: date, source: Source) -> Version:
    return Version(
        effective_on=effective_on,
        periods=PeriodKind.YEAR,
        due="term_due_on",
        lead_days=HALF_A_YEAR,
        parameters={"reminder_months": (6, 3, 1)},
        source=source,
    )


TERM_ELECTION = register(
    StandingRule(
        key="organisations.term_election",
        title=_("Hold the election before the term ends"),
        source=Source(ORGAN_REGULATION_2019, _("articles 5 to 7")),
        versions=(
            _version(date(1998, 3, 30), Source(ORGAN_REGULATION_1998)),
            _version(date(2010, 6, 4), Source(ORGAN_REGULATION_2010)),
            _version(date(2019, 11, 29), Source(ORGAN_REGULATION_2019, _("articles 5 to 7"))),
        ),
        applies=_with_term_due,
        evidence=_elected,
        evidence_on="last_day_on",
        done_on="ends_on",
        kind="organisations.term",
        action=_("Prepare the election"),
        # The page, not a form: what comes next depends on how far the election is.
        action_url=lambda organisation, period: election_page(organisation.pk),
        advice=_(
            "Ask for approval half a year ahead: decision of the committee, request, approval, nomination, approval of "
            "candidates, general meeting, report of the result. An extension needs approval and lasts at most a year."
        ),
    )
)
