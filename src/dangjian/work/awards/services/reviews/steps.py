"""What every step of a review checks first: that the call is locked and its phase allows it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.errors import ServiceError

from ...models import Call, ReviewAssignment, Reviewer
from ...phases import Deed, Seat, Standing, may
from ...queries.reviews.standing import standing_of


class ReviewError(ServiceError):
    """A step of a review that cannot be taken so."""


def locked(call: Call | int) -> Call:
    """The call, locked until the end of the transaction, with its organisation and phases."""
    key = call if isinstance(call, int) else call.pk
    found: Call = Call.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=key)
    return found


def allowed(call: Call, seat: Seat, deed: Deed, today: date) -> Standing:
    """Where the call stands, if its phase allows the deed.

    Raises:
        ReviewError: the phase is another, or the call was called off.
    """
    standing = standing_of(call, today)
    if not may(seat, deed, standing):
        now = standing.running.label if standing.running else _("no phase is running")
        raise ReviewError(
            _("“{deed}” is not possible now ({phase}). The phases of the call say when it is.").format(
                deed=deed.label, phase=now
            )
        )
    return standing


def own_seat(reviewer: Reviewer, by: Actor | None) -> None:
    """Whether it is the acting person's own seat, and still theirs; the platform itself (None) may fill in data.

    Raises:
        ReviewError: it is another's, or the reviewer was dismissed.
    """
    if by is not None and reviewer.account_id != by.account_id:
        raise ReviewError(_("Every reviewer acts for themselves."))
    if reviewer.ends_on is not None:
        raise ReviewError(_("You are no longer a reviewer of this call. What you had handed in is kept."))


def own_review(assignment: ReviewAssignment, by: Actor | None) -> ReviewAssignment:
    """The assignment, locked, if it is the acting person's own and open to them.

    Raises:
        ReviewError: it is another's, was taken back, its nomination was withdrawn, or conflicts are not declared.
    """
    found: ReviewAssignment = (
        ReviewAssignment.objects.select_for_update(of=("self",))
        .select_related("reviewer__call__organisation", "entry__nomination")
        .get(pk=assignment.pk)
    )
    own_seat(found.reviewer, by)
    if found.released_on is not None:
        raise ReviewError(_("This entry is no longer yours to review: {why}.").format(why=found.release_reason))
    if found.entry.nomination.withdrawn_on is not None:
        raise ReviewError(_("This entry was withdrawn. What you wrote is kept; there is nothing more to do."))
    if found.reviewer.declared_on is None:
        raise ReviewError(_("Declare your conflicts of interest first; then the texts open."))
    return found
