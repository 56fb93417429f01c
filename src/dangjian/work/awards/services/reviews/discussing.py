"""The discussion: words beside an entry, and scores revised with a reason while the first one stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.wording import one_line, passage

from ...models import ReviewAssignment, ReviewEntry, ReviewRemark, Score, ScoreRevision
from ...phases import Deed, Seat
from .scoring import checked_score
from .steps import ReviewError, allowed, locked, own_review

REMARKED = action("awards.review.remarked", gettext_lazy("remarked in the discussion of {target}"))
REVISED = action("awards.score.revised", gettext_lazy("revised a score: {target}"))
LONGEST = 2000


@transaction.atomic
def add_remark(
    entry: ReviewEntry, *, text: str, assignment: ReviewAssignment | None = None, today: date, by: Actor | None
) -> ReviewRemark:
    """Say something in the discussion of an entry.

    Args:
        assignment: the reviewer's own review of the entry; None for the moderator.

    Raises:
        ReviewError: nothing is said, the phase is another, or the reviewer has not handed in their own score.
    """
    call = locked(entry.call_id)
    allowed(call, Seat.REVIEWER if assignment else Seat.MODERATOR, Deed.DISCUSS, today)
    reviewer = None
    if assignment is not None:
        own = own_review(assignment, by)
        if own.handed_in_on is None or own.entry_id != entry.pk:
            raise ReviewError(_("Only who has scored an entry takes part in its discussion."))
        reviewer = own.reviewer
    words = passage(text)
    if not words:
        raise ReviewError(_("Write a line."), field="text")
    made = ReviewRemark.objects.create(entry=entry, reviewer=reviewer, text=words[:LONGEST], written_on=today)
    audit.record(REMARKED, entry, by=by, organisation=call.organisation)
    return made


@transaction.atomic
def revise_score(
    score: Score, *, value: Decimal | None, reason: str, as_moderator: bool = False, today: date, by: Actor | None
) -> ScoreRevision:
    """Revise a score after the discussion; the first one stays beside it.

    Raises:
        ReviewError: the phase is another, another reviewer's score, no reason, or a score that cannot be.
    """
    row = Score.objects.select_related("criterion", "assignment__reviewer").get(pk=score.pk)
    call = locked(row.assignment.reviewer.call_id)
    allowed(call, Seat.MODERATOR if as_moderator else Seat.REVIEWER, Deed.DISCUSS, today)
    if not as_moderator:
        own_review(row.assignment, by)
    why = one_line(reason, 300)
    if not why:
        raise ReviewError(_("Say why the score is revised; the first one stays visible beside it."), field="reason")
    revision = ScoreRevision.objects.create(
        score=row,
        value=checked_score(row.criterion, value, "value"),
        reason=why,
        revised_on=today,
        revised_by=(by.name if by else "")[:60],
        by_moderator=as_moderator,
    )
    changes = {"from": str(row.value), "to": str(revision.value), "reason": revision.reason}
    audit.record(REVISED, row, by=by, organisation=call.organisation, changes=changes)
    return revision
