"""Calling reviewers onto a panel, and dismissing one without losing what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.notices.services import send
from dangjian.kernel.wording import one_line

from ...models import Call, Reviewer
from ...phases import Deed, Seat
from .assigning import fill_up
from .steps import ReviewError, allowed, locked

SEATED = action("awards.reviewer.seated", gettext_lazy("called reviewers for “{target}”"))
DISMISSED = action("awards.reviewer.dismissed", gettext_lazy("dismissed a reviewer of “{target}”"))


@transaction.atomic
def seat_reviewers(call: Call, *, accounts: Sequence[Any], today: date, by: Actor | None) -> list[Reviewer]:
    """Call people onto the panel; each is told, and declares conflicts before anything opens.

    Raises:
        ReviewError: the phase does not allow it, nobody is named, or somebody sits there already.
    """
    call = locked(call)
    allowed(call, Seat.MODERATOR, Deed.SEAT, today)
    if not accounts:
        raise ReviewError(_("Choose at least one person."), field="accounts")
    if Reviewer.objects.filter(call=call, account__in=[one.pk for one in accounts]).exists():
        raise ReviewError(_("One of them has, or had, a seat on this panel already."), field="accounts")
    last = Reviewer.objects.filter(call=call).aggregate(last=Max("seat"))["last"] or 0
    seated = Reviewer.objects.bulk_create(
        Reviewer(call=call, account=account, seat=last + n, starts_on=today) for n, account in enumerate(accounts, 1)
    )
    audit.record(SEATED, call, by=by, organisation=call.organisation, changes={"reviewers": len(seated)})
    send(
        to=[account.pk for account in accounts],
        subject=gettext_lazy("You were called to review an award call"),
        body=str(call),
        url=reverse("reviews:mine"),
        organisation=call.organisation,
        by=by,
    )
    return seated


@transaction.atomic
def dismiss_reviewer(reviewer: Reviewer, *, reason: str, today: date, by: Actor | None) -> int:
    """Dismiss a reviewer, also in mid-phase: what they handed in counts on, what was open is given to others.

    Returns:
        how many open reviews were given to others.

    Raises:
        ReviewError: no reason, dismissed before, or the awards are decided.
    """
    call = locked(reviewer.call_id)
    reviewer = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    why = one_line(reason, 200)
    if not why:
        raise ReviewError(_("Say why the reviewer is dismissed."), field="reason")
    if reviewer.ends_on is not None:
        raise ReviewError(_("This reviewer was dismissed before."))
    if call.decided_on is not None:
        raise ReviewError(_("The awards are decided; the panel stays as it was."))
    reviewer.ends_on, reviewer.end_reason = today, why
    reviewer.save(update_fields=["ends_on", "end_reason"])
    open_reviews = reviewer.assignments.standing().filter(handed_in_on=None)
    open_reviews.update(released_on=today, release_reason=_("the reviewer was dismissed"))
    moved = len(fill_up(call, today))
    changes = {"seat": reviewer.seat, "reason": reviewer.end_reason, "given to others": moved}
    audit.record(DISMISSED, call, by=by, organisation=call.organisation, changes=changes)
    return moved
