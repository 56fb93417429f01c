"""Numbers by lot, and who reads what: by rule, or by hand from either side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random, SystemRandom

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.wording import one_line

from ...assigning import assigned
from ...enums import PhaseKind
from ...models import Call, Nomination, ReviewAssignment, ReviewEntry, Reviewer
from ...phases import Deed, Seat, may
from ...queries.reviews.conflicts import barred, ties_of
from ...queries.reviews.standing import standing_of
from .steps import ReviewError, allowed, locked

BY_RULE = action("awards.review.assigned-by-rule", gettext_lazy("assigned the entries of “{target}” by rule"))
ASSIGNED = action("awards.review.assigned", gettext_lazy("assigned a review: {target}"))
RELEASED = action("awards.review.released", gettext_lazy("took a review back: {target}"))
LOT = SystemRandom()
"""By which numbers and turns are drawn: nobody can foresee it, and no number tells where an entry is from."""


@transaction.atomic
def assign_by_rule(call: Call, *, today: date, by: Actor | None, lot: Random = LOT) -> int:
    """Draw numbers for admitted nominations that have none, and give every entry its reviewers, by load and conflict.

    Args:
        lot: draws the numbers; another than the system's only where invented reviews must come out alike each time.

    Returns:
        how many reviews were assigned.

    Raises:
        ReviewError: the phase does not allow it, there is no panel, nothing is admitted, or a text still has names.
    """
    call = locked(call)
    allowed(call, Seat.MODERATOR, Deed.SEAT, today)
    if not Reviewer.objects.filter(call=call).seated().exists():
        raise ReviewError(_("Call reviewers first."))
    admitted = Nomination.objects.standing().filter(call=call).exclude(admitted_on=None).filter(refused_on=None)
    if not admitted.exists():
        raise ReviewError(_("No nomination is admitted yet."))
    unconfirmed = admitted.filter(blind_confirmed_on=None).count() if call.is_blind else 0
    if unconfirmed:
        raise ReviewError(
            _("{n} nominations have no text without names that their author confirmed. Ask the authors first.").format(
                n=unconfirmed
            )
        )
    _number(call, list(admitted.filter(entry=None).order_by("pk")), lot)
    added = fill_up(call, today)
    audit.record(BY_RULE, call, by=by, organisation=call.organisation, changes={"reviews": len(added)})
    return len(added)


def fill_up(call: Call, today: date) -> list[ReviewAssignment]:
    """Give entries with too few readers to others, as long as texts are read; within the caller's transaction."""
    if not may(Seat.MODERATOR, Deed.SEAT, standing_of(call, today)):
        return []
    entries, reviewers = _entries(call), _seated(call)
    former = ReviewAssignment.objects.filter(entry__in=entries, is_live=False)
    standing = set(former.standing().values_list("entry", "reviewer"))
    gone = set(former.exclude(released_on=None).values_list("entry", "reviewer"))
    pairs = assigned(
        [entry.pk for entry in entries],
        [reviewer.pk for reviewer in reviewers],
        each=call.reviews_each,
        conflicts=barred(entries, ties_of(call, reviewers, today)) | gone,
        present=standing,
        seed=call.pk,
    )
    return ReviewAssignment.objects.bulk_create(
        ReviewAssignment(entry_id=entry, reviewer_id=reviewer, assigned_on=today) for entry, reviewer in pairs
    )


@transaction.atomic
def assign_review(
    *, reviewer: Reviewer, entries: Iterable[ReviewEntry], today: date, by: Actor | None
) -> list[ReviewAssignment]:
    """Give entries to a reviewer by hand.

    Raises:
        ReviewError: the phase does not allow it, the reviewer was dismissed, is in conflict with one, or had it.
    """
    call = locked(reviewer.call_id)
    allowed(call, Seat.MODERATOR, Deed.SEAT, today)
    chosen = list(entries)
    (found,) = _seated(call, only=reviewer.pk) or (None,)
    if found is None:
        raise ReviewError(_("This reviewer was dismissed."), field="reviewer")
    rows = [entry for entry in _entries(call) if entry.pk in {one.pk for one in chosen}]
    if not rows:
        raise ReviewError(_("Choose at least one entry."), field="entries")
    bound = {entry for entry, _reviewer in barred(rows, ties_of(call, [found], today))}
    had = set(found.assignments.filter(is_live=False, entry__in=rows).values_list("entry", flat=True))
    wrong = [entry for entry in rows if entry.pk in bound | had]
    if wrong:
        raise ReviewError(
            _("{entry}: in conflict with this reviewer, or given to them before.").format(entry=wrong[0]),
            field="entries",
        )
    made = ReviewAssignment.objects.bulk_create(
        ReviewAssignment(entry=entry, reviewer=found, assigned_on=today) for entry in rows
    )
    for one in made:
        audit.record(ASSIGNED, one, by=by, organisation=call.organisation)
    return made


@transaction.atomic
def release_review(assignment: ReviewAssignment, *, reason: str, today: date, by: Actor | None) -> ReviewAssignment:
    """Take a review back, with a reason; scores that were handed in stay and count no more.

    Raises:
        ReviewError: no reason, taken back before, or the decision phase has begun.
    """
    found = ReviewAssignment.objects.select_for_update(of=("self",)).select_related("reviewer").get(pk=assignment.pk)
    call = locked(found.reviewer.call_id)
    why = one_line(reason, 200)
    if not why:
        raise ReviewError(_("Say why the review is taken back."), field="reason")
    if found.released_on is not None:
        raise ReviewError(_("This review was taken back before."))
    if standing_of(call, today).has_reached(PhaseKind.DECIDING):
        raise ReviewError(_("The results are being decided; reviews are no longer taken back."))
    found.released_on, found.release_reason = today, why
    found.save(update_fields=["released_on", "release_reason"])
    audit.record(RELEASED, found, by=by, organisation=call.organisation, changes={"reason": found.release_reason})
    fill_up(call, today)
    return found


def _number(call: Call, nominations: list[Nomination], lot: Random) -> None:
    last = ReviewEntry.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    numbers = list(range(last + 1, last + len(nominations) + 1))
    lot.shuffle(numbers)
    drawn = sorted(zip(numbers, nominations, strict=True), key=lambda pair: pair[0])
    ReviewEntry.objects.bulk_create(ReviewEntry(call=call, nomination=one, number=number) for number, one in drawn)


def _entries(call: Call) -> list[ReviewEntry]:
    rows = ReviewEntry.objects.standing().filter(call=call).select_related("nomination__organisation")
    return list(rows.order_by("number"))


def _seated(call: Call, only: int | None = None) -> list[Reviewer]:
    rows = Reviewer.objects.seated().filter(call=call, account__is_active=True)
    if only is not None:
        rows = rows.filter(pk=only)
    return list(rows.select_related("account__member__current__organisation").order_by("seat"))
