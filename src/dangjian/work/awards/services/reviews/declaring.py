"""Reviewers declare what binds them before a text opens, and step back from an entry that they recognise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.wording import one_line

from ...models import DeclaredConflict, ReviewAssignment, Reviewer
from ...phases import Deed, Seat
from ...queries.reviews.conflicts import barred, ties_of
from .assigning import fill_up
from .steps import ReviewError, allowed, locked, own_review, own_seat

DECLARED = action("awards.conflicts.declared", gettext_lazy("declared conflicts of interest in “{target}”"))
STEPPED_BACK = action("awards.review.stepped-back", gettext_lazy("stepped back from a review: {target}"))


@transaction.atomic
def declare_conflicts(
    reviewer: Reviewer, *, organisations: Sequence[Organisation], confirmed: bool, today: date, by: Actor | None
) -> Reviewer:
    """Say with which organisations one is bound beside what the records tell, and that this is all.

    Entries in conflict are given to others at once. Which they were is told to nobody on the panel.

    Raises:
        ReviewError: another's seat, the phase does not allow it, or it is not confirmed.
    """
    call = locked(reviewer.call_id)
    allowed(call, Seat.REVIEWER, Deed.DECLARE, today)
    found = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    own_seat(found, by)
    if not confirmed:
        raise ReviewError(_("Confirm that these are all, or that there are none."), field="confirmed")
    if any(one.parent_id != call.organisation_id for one in organisations):
        raise ReviewError(_("Choose organisations of the list."), field="organisations")
    kept = [one.pk for one in organisations]
    found.conflicts.exclude(organisation__in=kept).delete()
    had = set(found.conflicts.values_list("organisation", flat=True))
    DeclaredConflict.objects.bulk_create(
        DeclaredConflict(reviewer=found, organisation_id=key) for key in kept if key not in had
    )
    found.declared_on = today
    found.save(update_fields=["declared_on"])
    _release_in_conflict(found, today)
    fill_up(call, today)
    audit.record(DECLARED, call, by=by, organisation=call.organisation, changes={"organisations": len(kept)})
    return found


@transaction.atomic
def step_back(assignment: ReviewAssignment, *, reason: str, today: date, by: Actor | None) -> ReviewAssignment:
    """Leave an entry because one knows who is behind it, or is bound; the text closes and another gets it.

    Raises:
        ReviewError: another's review, taken back before, or no reason.
    """
    locked(assignment.reviewer.call_id)
    found = own_review(assignment, by)
    why = one_line(reason, 200)
    if not why:
        raise ReviewError(_("Say in a few words what binds you; names are not needed."), field="reason")
    found.released_on, found.release_reason, found.is_conflict = today, why, True
    found.save(update_fields=["released_on", "release_reason", "is_conflict"])
    call = found.reviewer.call
    fill_up(call, today)
    audit.record(STEPPED_BACK, found, by=by, organisation=call.organisation)
    return found


def _release_in_conflict(reviewer: Reviewer, today: date) -> None:
    row = Reviewer.objects.select_related("account__member__current__organisation", "call__organisation")
    loaded = row.get(pk=reviewer.pk)
    own = list(reviewer.assignments.standing().select_related("entry__nomination__organisation"))
    ties = ties_of(loaded.call, [loaded], today)
    bound = {entry for entry, _reviewer in barred([one.entry for one in own], ties)}
    ReviewAssignment.objects.filter(pk__in=[one.pk for one in own if one.entry_id in bound]).update(
        released_on=today, release_reason=_("conflict of interest"), is_conflict=True
    )
