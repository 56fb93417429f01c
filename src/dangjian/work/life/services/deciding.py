"""What a meeting decided; with an owner and a day it is asked of the organisation until it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dangjian.foundation.members.models import Member
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.obligations import services as obligations
from dangjian.kernel.periods import years_after

from ..errors import MeetingError
from ..models import Decision, Meeting
from ..naming import name_of

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is entered: what, and where somebody sees to it, who and by when."""

    text: str
    owner: Member | None = None
    due_on: date | None = None


def decide(meeting: Meeting, decisions: Sequence[Decided], *, by: Actor | None) -> None:
    """Write what a meeting decided in place of what its record said before, for a service that audits it.

    Raises:
        MeetingError: a decision without words, or with only one of who and by when, or a day that cannot be.
    """
    for number, decided in enumerate(decisions, start=1):
        _check_decision(number, decided, meeting)
    asks = _asks_so_far(meeting)
    rows = [
        Decision(
            meeting=meeting,
            text=decided.text.strip(),
            owner=decided.owner,
            due_on=decided.due_on,
            ask=asks.pop(_what_is_asked(decided), None) or _asked(meeting, decided, by=by),
        )
        for decided in decisions
    ]
    for ask in asks.values():
        if ask.closed_on is None:
            obligations.withdraw(ask, on=ask.asked_on, by=by)
    meeting.decisions.all().delete()
    Decision.objects.bulk_create(rows)


def _check_decision(number: int, decided: Decided, meeting: Meeting) -> None:
    words = None
    if not decided.text.strip():
        words = _("Decision {number} is empty.")
    elif (decided.owner is None) != (decided.due_on is None):
        words = _("Decision {number}: give both who sees to it and by when, or neither.")
    elif decided.due_on is not None and not _may_be_due(decided.due_on, meeting.happened_on):
        words = _("Decision {number}: choose a day within a year of the meeting.")
    if words is not None:
        raise MeetingError(words.format(number=number), field="decisions")


def _asks_so_far(meeting: Meeting) -> dict[tuple[str, int | None, date | None], Any]:
    """What the record, or the one that it corrects, asked already: a decision left as it was is not asked twice."""
    rows = Decision.objects.filter(meeting__in=[meeting.pk, meeting.corrects_id or meeting.pk], ask__isnull=False)
    found = rows.select_related("ask").order_by("-meeting", "pk")
    return {(row.text, row.owner_id, row.due_on): row.ask for row in found}


def _what_is_asked(decided: Decided) -> tuple[str, int | None, date | None]:
    return decided.text.strip(), decided.owner.pk if decided.owner else None, decided.due_on


def _may_be_due(day: date, meeting_on: date) -> bool:
    """An ask dies after a year, and a day after the answer at the earliest."""
    return meeting_on <= day < years_after(meeting_on, 1)


def _asked(meeting: Meeting, decided: Decided, *, by: Actor | None) -> Any:
    if decided.owner is None or decided.due_on is None:
        return None
    return obligations.undertake(
        organisation=meeting.organisation,
        title=decided.text.strip()[:LONGEST_TITLE],
        reason=_("Decided by: {meeting}").format(meeting=name_of(meeting)),
        owner=decided.owner.name,
        due_on=decided.due_on,
        ends_on=years_after(meeting.happened_on, 1),
        on=meeting.happened_on,
        by=by,
    )
