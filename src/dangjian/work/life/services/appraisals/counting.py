"""The vote is closed and counted: the box is opened once and taken away, paper is entered as sums of two counters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.privacy.small_groups import smallest_group

from ...ballots import CHOICES, Contents
from ...enums import Stage
from ...errors import AppraisalError
from ...models import Appraisee, BallotBox, DemocraticAppraisal, GradeCount
from .steps import locked, refuse_day

CLOSED = action("life.appraisal.vote-closed", gettext_lazy("closed and counted the vote of the {target}"))


@transaction.atomic
def close_vote(appraisal: DemocraticAppraisal, *, on: date, by: Actor | None) -> DemocraticAppraisal:
    """Close a vote by phone: open the box, keep the sums, take the box away.

    Sums of fewer ballots than the smallest group are not kept: they would tell how each voted.

    Raises:
        AppraisalError: no vote by phone is running, or the day does not fit.
    """
    appraisal = locked(appraisal, Stage.VOTING)
    refuse_day(on, not_before=appraisal.voting_on, by=by)
    box_id = appraisal.box_id
    if box_id is None:
        raise AppraisalError(_("In this round votes are cast on paper: enter what the counters counted."))
    box = BallotBox.objects.select_for_update(of=("self",)).get(pk=box_id)
    contents = Contents.read(box.sealed, str(box.pk))
    appraisal.box = None
    _closed(appraisal, contents.sums, contents.ballots, on, by)
    box.delete()
    return appraisal


@transaction.atomic
def enter_paper_count(
    appraisal: DemocraticAppraisal,
    *,
    on: date,
    first_counter: str,
    second_counter: str,
    took_part: Collection[int],
    ballots: int,
    sums: Mapping[int, Sequence[int]],
    by: Actor | None,
) -> DemocraticAppraisal:
    """Close a vote on paper with what two counters counted.

    Args:
        first_counter, second_counter: their names.
        took_part: keys of the places of those who were there.
        ballots: valid ballots.
        sums: key of a graded place -> how often each of ``ballots.CHOICES`` was marked; not asked for few ballots.

    Raises:
        AppraisalError: no vote on paper is running, a counter is missing or counts twice, more ballots than voters who
            were there, or the sums of somebody are not the number of ballots.
    """
    appraisal = locked(appraisal, Stage.VOTING)
    refuse_day(on, not_before=appraisal.voting_on, by=by)
    if appraisal.by_phone:
        raise AppraisalError(_("In this round votes are cast by phone: close the vote."))
    names = [" ".join(name.split())[:60] for name in (first_counter, second_counter)]
    if not all(names) or names[0] == names[1]:
        raise AppraisalError(_("Two counters count; give both names."), field="second_counter")
    places = {place.pk: place for place in appraisal.places.all()}
    there = [key for key in took_part if key in places]
    if not 0 <= ballots <= sum(places[key].may_vote for key in there):
        raise AppraisalError(_("There cannot be more ballots than voters who were there."), field="ballots")
    graded = [key for key, place in places.items() if place.is_graded]
    if ballots >= smallest_group():
        for key in graded:
            numbers = list(sums.get(key, ()))
            if len(numbers) != len(CHOICES) or min(numbers) < 0 or sum(numbers) != ballots:
                words = _("The marks of {name} must come to {ballots}, the number of ballots.")
                raise AppraisalError(words.format(name=places[key].member, ballots=ballots), field="ballots")
    Appraisee.objects.filter(pk__in=there).update(took_part=True)
    appraisal.first_counter, appraisal.second_counter = names
    _closed(appraisal, {key: list(sums.get(key, ())) for key in graded}, ballots, on, by)
    return appraisal


def _closed(
    appraisal: DemocraticAppraisal, sums: Mapping[int, Sequence[int]], ballots: int, on: date, by: Actor | None
) -> None:
    appraisal.closed_on, appraisal.ballots_counted = on, ballots
    appraisal.save(update_fields=["closed_on", "ballots_counted", "box", "first_counter", "second_counter"])
    if ballots >= smallest_group():
        GradeCount.objects.bulk_create(
            GradeCount(place_id=key, **dict(zip(CHOICES, numbers, strict=True)))
            for key, numbers in sorted(sums.items())
        )
    changes = {"on": on.isoformat(), "ballots": ballots}
    audit.record(CLOSED, appraisal, by=by, organisation=appraisal.organisation, changes=changes)
