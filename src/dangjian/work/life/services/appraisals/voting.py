"""The secret vote by phone: a slip for who may vote, and a ballot for who has a slip.

Neither leaves an entry in the audit, a message in the session or a time: that somebody took a slip stands in the list
of places, and what a ballot said stands in no row (docs/decisions/0020-sealed-sums.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor

from ...ballots import CHOICES, Contents
from ...enums import Stage
from ...errors import AppraisalError
from ...models import Appraisee, BallotBox
from .steps import locked


@transaction.atomic
def take_slip(place: Appraisee, *, by: Actor) -> str:
    """Mark that somebody took their slip, and give it out: once, to be known by nobody afterwards.

    Returns:
        the code to be exchanged for a ballot.

    Raises:
        AppraisalError: it is somebody else's place, no vote by phone is running, one may not vote, or has the slip.
    """
    appraisal = locked(place.appraisal, Stage.VOTING)
    place = Appraisee.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if by.member_id != place.member_id:
        raise AppraisalError(_("Everybody takes their own slip."))
    if not appraisal.by_phone:
        raise AppraisalError(_("In this round votes are cast on paper."))
    if not place.may_vote:
        raise AppraisalError(_("You have no vote in this round: {reason}.").format(reason=place.get_reason_display()))
    if place.took_part:
        raise AppraisalError(
            _("Your slip has been handed out. It cannot be given again, because nobody knows whether it was used.")
        )
    box, contents = _opened(appraisal.box_id)
    code = contents.hand_out()
    _sealed(box, contents)
    Appraisee.objects.filter(pk=place.pk).update(took_part=True)
    return code


@transaction.atomic
def cast_ballot(box: UUID, *, code: str, marks: Mapping[int, str], by: None = None) -> None:
    """Exchange a slip for a ballot. Nobody is known to do it, so nobody is named.

    Args:
        box: the box of the round.
        code: the slip.
        marks: key of a graded place -> grade; whoever is not marked counts as abstained.

    Raises:
        AppraisalError: the vote is closed, the slip is not known or used, or a mark is none of the grades.
    """
    assert by is None
    found, contents = _opened(box)
    if not contents.knows(code):
        raise AppraisalError(_("This slip is not known here, or it has been used."), field="code")
    wrong = [key for key, mark in marks.items() if key not in contents.sums or (mark and mark not in CHOICES)]
    if wrong:
        raise AppraisalError(_("Choose one of the values offered."), field=f"mark_{wrong[0]}")
    contents.cast(code, marks)
    _sealed(found, contents)


def _opened(key: UUID | None) -> tuple[BallotBox, Contents]:
    box = BallotBox.objects.select_for_update(of=("self",)).filter(pk=key).first() if key else None
    if box is None:
        raise AppraisalError(_("The vote is closed."))
    return box, Contents.read(box.sealed, str(box.pk))


def _sealed(box: BallotBox, contents: Contents) -> None:
    box.sealed = contents.text()
    box.save(update_fields=["sealed"])
