"""What others say to nominations: the levels on the way up, and the receipts of departments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import one_line

from ..actions import OPINION_GIVEN, RECEIPT_RECORDED
from ..enums import Department
from ..errors import NominationError
from ..models import LevelOpinion, Nomination, OpinionReceipt
from ..queries import nominations as queries
from .nominations import locked_nomination


@transaction.atomic
def give_opinion(
    nomination: Nomination,
    *,
    organisation: Organisation | None,
    supports: bool,
    text: str,
    today: date,
    by: Actor | None,
) -> LevelOpinion:
    """Give the opinion of a level on the way up; each level gives one.

    Raises:
        NominationError: the nomination is not on its way, the organisation is no level of it or has spoken, or no
            words are given.
    """
    nomination = locked_nomination(nomination)
    closed = nomination.withdrawn_on or nomination.refused_on or nomination.admitted_on
    if not nomination.submitted_on or closed:
        raise NominationError(_("This nomination waits for no opinion."))
    words = one_line(text, 300)
    if not words:
        raise NominationError(_("Give the opinion in a few words."), field="text")
    waiting = [level.organisation.pk for level in queries.levels_of(nomination) if level.opinion is None]
    if organisation is None or organisation.pk not in waiting:
        raise NominationError(_("It does not wait for the opinion of the organisation that you act for."))
    facts = {"supports": supports, "text": words, "given_on": today}
    opinion: LevelOpinion = LevelOpinion.objects.create(nomination=nomination, organisation=organisation, **facts)
    changes = {"supports": supports, "on": today.isoformat()}
    audit.record(OPINION_GIVEN, nomination, by=by, organisation=organisation, changes=changes)
    return opinion


@transaction.atomic
def record_receipts(
    nominations: Sequence[Nomination], *, department: str, number: str, on: date, today: date, by: Actor | None
) -> int:
    """Record one paper of a department for several nominations: number and day, nothing of what it says.

    Raises:
        NominationError: no number, the day lies ahead, none is chosen, or one of them is closed.
    """
    words = one_line(number, 60)
    if not words:
        raise NominationError(_("Give the number of the paper."), field="number")
    if on > today:
        raise NominationError(_("This day lies ahead."), field="on")
    if not nominations:
        raise NominationError(_("Choose at least one."), field="nominations")
    for nomination in nominations:
        found = locked_nomination(nomination)
        if not found.submitted_on or found.withdrawn_on or found.refused_on or found.call.decided_on:
            raise NominationError(_("{title} is closed.").format(title=found), field="nominations")
        facts = {"number": words, "received_on": on}
        OpinionReceipt.objects.update_or_create(nomination=found, department=Department(department), defaults=facts)
        changes = {"department": department, "number": words, "on": on.isoformat()}
        audit.record(RECEIPT_RECORDED, found, by=by, organisation=found.call.organisation, changes=changes)
    return len(nominations)
