"""What of the organisations runs by the clock: reminders of elections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext_lazy

from dangjian.kernel.access.roles import Role
from dangjian.kernel.jobs import Job, register
from dangjian.kernel.notices.reminders import Reminding, remind
from dangjian.kernel.periods import months_after
from dangjian.ui.formats import day_text

from . import queries
from .models import Term
from .preparing import election_page

ASK_APPROVAL = gettext_lazy("Ask for approval of the election now; its page says what is needed.")
"""What helps, whatever the stage."""


def stage_of(last_day: date, today: date) -> int | None:
    """The months before its last day that a term has come to: 6, 3 or 1; 0 when it has run out, None before."""
    if last_day < today:
        return 0
    reached = [months for months in queries.WARNING_MONTHS if last_day < months_after(today, months)]
    return min(reached, default=None)


def _terms(today: date) -> Iterator[Reminding]:
    soon = queries.running_terms(today).filter(
        queries.last_day_before(months_after(today, queries.WARNING_MONTHS[0])), organisation__ends_on=None
    )
    for term in soon.select_related("organisation").order_by("pk").iterator():
        stage = stage_of(term.last_day, today)
        if stage is not None:
            yield _reminding(term, stage)


def _reminding(term: Term, stage: int) -> Reminding:
    if stage:
        words = ngettext_lazy(
            "The term of {organisation} ends within {n} month, on {day}",
            "The term of {organisation} ends within {n} months, on {day}",
            stage,
        )
    else:
        words = gettext_lazy("The term of {organisation} ran out on {day}")
    return Reminding(
        key=f"organisations.term:{term.pk}:{term.last_day:%Y%m%d}:{stage}",
        organisation=term.organisation_id,
        subject=format_lazy(words, organisation=term.organisation.short_name, day=day_text(term.last_day), n=stage),
        body=ASK_APPROVAL,
        url=election_page(term.organisation_id),
    )


def _remind(now: datetime, today: date) -> int:
    roles = (Role.PARTY_OFFICE, Role.BRANCH_SECRETARY, Role.BRANCH_CLERK)
    return remind(_terms(today), roles=roles, now=now, today=today)


register(Job("organisations.term_reminders", _remind))
