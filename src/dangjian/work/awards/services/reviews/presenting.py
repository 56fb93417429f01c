"""The live presentation: an order by lot, one entry at a time, scored on phones while it is open."""

from __future__ import annotations

from datetime import date
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action

from ...models import Call, ReviewAssignment, ReviewEntry, Reviewer
from ...phases import Deed, Seat
from ...queries.reviews.conflicts import barred, ties_of
from .assigning import LOT
from .steps import ReviewError, allowed, locked

ORDER_DRAWN = action("awards.presentation.drawn", gettext_lazy("drew the order of presentation of “{target}”"))
OPENED = action("awards.presentation.opened", gettext_lazy("opened the presentation of {target}"))
CLOSED = action("awards.presentation.closed", gettext_lazy("closed the presentations of “{target}”"))


@transaction.atomic
def draw_order(call: Call, *, today: date, by: Actor | None, lot: Random = LOT) -> int:
    """Draw the order of the short list by lot, once, and give every reviewer without a conflict each presentation.

    Args:
        lot: as in ``assign_by_rule``.

    Returns:
        how many entries present.

    Raises:
        ReviewError: the phase is another, nothing is short-listed, the order is drawn, or nothing is scored live.
    """
    call = locked(call)
    allowed(call, Seat.MODERATOR, Deed.PRESENT, today)
    if not call.criteria.filter(is_live=True).exists():
        raise ReviewError(_("No criterion of this call is scored at the presentation."))
    rows = ReviewEntry.objects.standing().filter(call=call).exclude(nomination__short_listed_on=None)
    entries = list(rows.select_related("nomination__organisation").order_by("pk"))
    if not entries:
        raise ReviewError(_("The short list is empty."))
    if any(entry.live_order for entry in entries):
        raise ReviewError(_("The order was drawn before. It is drawn once."))
    lot.shuffle(entries)
    for turn, entry in enumerate(entries, 1):
        entry.live_order = turn
    ReviewEntry.objects.bulk_update(entries, ["live_order"])
    _give_out(call, entries, today)
    audit.record(ORDER_DRAWN, call, by=by, organisation=call.organisation, changes={"entries": len(entries)})
    return len(entries)


def _give_out(call: Call, entries: list[ReviewEntry], today: date) -> None:
    rows = Reviewer.objects.seated().filter(call=call).exclude(declared_on=None)
    reviewers = list(rows.select_related("account__member__current__organisation"))
    bound = barred(entries, ties_of(call, reviewers, today))
    left = ReviewAssignment.objects.filter(reviewer__in=reviewers, is_conflict=True)
    bound |= set(left.values_list("entry", "reviewer"))
    ReviewAssignment.objects.bulk_create(
        ReviewAssignment(entry=entry, reviewer=reviewer, is_live=True, assigned_on=today)
        for entry in entries
        for reviewer in reviewers
        if (entry.pk, reviewer.pk) not in bound
    )


@transaction.atomic
def open_presentation(entry: ReviewEntry, *, today: date, by: Actor | None) -> ReviewEntry:
    """Let an entry present: from now on it is scored, and the one before it no longer.

    Raises:
        ReviewError: the phase is another, the entry has no turn, or it was withdrawn.
    """
    call = locked(entry.call_id)
    allowed(call, Seat.MODERATOR, Deed.PRESENT, today)
    found = ReviewEntry.objects.standing().filter(pk=entry.pk).exclude(live_order=None).first()
    if found is None:
        raise ReviewError(_("This entry has no turn, or was withdrawn."))
    ReviewEntry.objects.filter(call=call, is_presenting=True).update(is_presenting=False)
    found.is_presenting = True
    found.save(update_fields=["is_presenting"])
    audit.record(OPENED, found, by=by, organisation=call.organisation)
    return found


@transaction.atomic
def close_presentations(call: Call, *, today: date, by: Actor | None) -> None:
    """Nobody presents any more: live scores are fixed.

    Raises:
        ReviewError: the phase is another, or nobody presents.
    """
    call = locked(call)
    allowed(call, Seat.MODERATOR, Deed.PRESENT, today)
    if not ReviewEntry.objects.filter(call=call, is_presenting=True).update(is_presenting=False):
        raise ReviewError(_("Nobody is presenting."))
    audit.record(CLOSED, call, by=by, organisation=call.organisation)
