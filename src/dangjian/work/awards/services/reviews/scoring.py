"""A reviewer hands in scores: the whole sheet at once, changeable until the phase ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.wording import passage

from ...models import Criterion, ReviewAssignment, Score
from ...phases import Deed, Seat
from .steps import ReviewError, allowed, own_review, own_seat

HANDED_IN = action("awards.review.handed-in", gettext_lazy("handed in scores: {target}"))
STEP = Decimal("0.5")
LONGEST = 4000


@transaction.atomic
def hand_in(
    assignment: ReviewAssignment,
    *,
    scores: Mapping[int, Decimal | None],
    strengths: str = "",
    remark: str = "",
    today: date,
    by: Actor | None,
) -> ReviewAssignment:
    """Hand in, or change before the phase ends, one's scores for every criterion.

    A sheet that may be written is written at once, for a whole panel does so in the last hour; why one may not is
    asked only then.

    Args:
        assignment: with its call as it was just read.
        scores: key of the criterion -> 0 to its highest, in steps of a half.
        strengths: what is good; goes to the applicant afterwards, without a name.
        remark: for the panel.

    Raises:
        ReviewError: not one's own, the phase is another, a score is missing or cannot be, or nobody presents.
    """
    own_seat(assignment.reviewer, by)
    call, is_live = assignment.reviewer.call, assignment.is_live
    allowed(call, Seat.REVIEWER, Deed.SCORE_LIVE if is_live else Deed.SCORE, today)
    criteria = [one for one in call.criteria.all() if one.is_live == is_live]
    values = {one.pk: _checked(one, scores.get(one.pk)) for one in criteria}
    said = {"strengths": passage(strengths)[:LONGEST], "remark": passage(remark)[:LONGEST]}
    rows = ReviewAssignment.objects.open_to(by.account_id if by else None).filter(pk=assignment.pk)
    if is_live:
        rows = rows.filter(entry__is_presenting=True)
    if not rows.update(handed_in_on=today, **said):
        own_review(assignment, by)
        raise ReviewError(_("This entry is not presenting now. What was handed in before stays."))
    Score.objects.bulk_create(
        [Score(assignment=assignment, criterion_id=key, value=value) for key, value in values.items()],
        update_conflicts=True,
        unique_fields=["assignment", "criterion"],
        update_fields=["value"],
    )
    audit.record(HANDED_IN, assignment, by=by, organisation=call.organisation)
    assignment.handed_in_on, assignment.strengths, assignment.remark = today, said["strengths"], said["remark"]
    return assignment


def checked_score(criterion: Criterion, value: Decimal | None, field: str) -> Decimal:
    """A score that can be.

    Raises:
        ReviewError: missing, below 0, above the highest, or not in steps of a half.
    """
    if value is None:
        raise ReviewError(_("Give a score for “{criterion}”.").format(criterion=criterion), field=field)
    if not (value.is_finite() and 0 <= value <= criterion.ceiling) or value % STEP:
        raise ReviewError(
            _("“{criterion}” takes 0 to {ceiling}, in steps of a half.").format(
                criterion=criterion, ceiling=criterion.ceiling
            ),
            field=field,
        )
    return value


def _checked(criterion: Criterion, value: Decimal | None) -> Decimal:
    return checked_score(criterion, value, f"score_{criterion.pk}")
