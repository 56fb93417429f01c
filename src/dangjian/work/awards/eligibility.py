"""What the register of honours says about whether somebody may be put forward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.periods import years_after
from dangjian.kernel.records.eligibility import MEMBER, ORGANISATION, Condition, Finding, register
from dangjian.ui.formats import day_text

from .models import Honour

NONE = Finding(True, _("No honour is entered in this time."))


def _latest(rows: Any, field: str, subjects: Sequence[int]) -> dict[int, Finding]:
    found = dict.fromkeys(subjects, NONE)
    for honour in rows.order_by("happened_on", "pk"):
        words = str(_("“{name}” was given on {day}.")).format(name=honour.name, day=day_text(honour.happened_on))
        found[getattr(honour, field)] = Finding(False, words)
    return found


def _given(day: date, years: int) -> Any:
    """Honours that stand on the day and were given in the years before it."""
    return Honour.objects.standing().filter(happened_on__gt=years_after(day, -years), happened_on__lte=day)


def _members(subjects: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    return _latest(_given(day, number).filter(member__in=subjects), "member_id", subjects)


def _organisations(subjects: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    own = _given(day, number).filter(member=None, record_kind="", organisation__in=subjects)
    return _latest(own, "organisation_id", subjects)


def _nothing_revoked(subjects: Sequence[int], day: date, number: int) -> dict[int, Finding]:
    """No honour taken away in the years before the day."""
    found = dict.fromkeys(subjects, Finding(True, _("No honour was revoked in this time.")))
    revoked = Honour.objects.filter(member__in=subjects, revoked_on__gt=years_after(day, -number), revoked_on__lte=day)
    for honour in revoked.order_by("revoked_on"):
        words = str(_("“{name}” was revoked on {day}.")).format(name=honour.name, day=day_text(honour.revoked_on))
        found[honour.member_id or 0] = Finding(False, words)
    return found


NOT_AGAIN = _("Given no honour in the last {number} years")
YEARS = _("Years")
register(
    Condition("awards.member_not_awarded", NOT_AGAIN, MEMBER, _members, number=YEARS, usual=2),
)
register(
    Condition("awards.organisation_not_awarded", NOT_AGAIN, ORGANISATION, _organisations, number=YEARS, usual=2),
)
register(
    Condition(
        "awards.nothing_revoked",
        _("No honour revoked in the last {number} years"),
        MEMBER,
        _nothing_revoked,
        number=YEARS,
        usual=5,
    )
)
