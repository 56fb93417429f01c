"""What the register says about whether an organisation may be put forward for something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import full_years
from dangjian.kernel.records.eligibility import ORGANISATION, Condition, Finding, register
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .models import Term


def _term_in_order(organisations: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    running = Term.objects.on(day).filter(organisation__in=organisations)
    return {
        term.organisation_id: Finding(
            term.last_day >= day, _("The running term ends on {day}.").format(day=day_text(term.last_day))
        )
        for term in running
    }


def _stands(organisations: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    rows = Organisation.objects.filter(pk__in=organisations).values_list("pk", "starts_on", "ends_on")
    return {
        key: Finding(
            full_years(since, day) >= number and (until is None or until > day),
            _("Set up on {day}.").format(day=day_text(since)),
        )
        for key, since, until in rows
    }


register(
    Condition(
        key="organisations.term_in_order",
        label=_("Term not overdue"),
        subject=ORGANISATION,
        judge=_term_in_order,
    )
)
register(
    Condition(
        key="organisations.stands",
        label=_("Set up at least {number} years ago"),
        subject=ORGANISATION,
        judge=_stands,
        number=_("Years"),
        usual=1,
    )
)
