"""A round is opened, its vote begun, or withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.privacy.small_groups import smallest_group
from dangjian.kernel.records.models import RecordState
from dangjian.kernel.tree.models import Organisation

from ...ballots import Contents
from ...enums import BallotWay, Stage
from ...errors import AppraisalError
from ...models import Appraisee, BallotBox, DemocraticAppraisal
from .eligibility import places_on
from .steps import locked, refuse_day

OPENED = action("life.appraisal.opened", gettext_lazy("opened the {target}"))
STARTED = action("life.appraisal.vote-begun", gettext_lazy("began the vote of the {target}"))
WITHDRAWN = action("life.appraisal.withdrawn", gettext_lazy("withdrew the {target}"))
EARLIEST = 2000


@transaction.atomic
def open_appraisal(
    *, organisation: Organisation, year: int, ballots: str, on: date, by: Actor | None
) -> DemocraticAppraisal:
    """Open the appraisal of a branch for a year; who has which place is read from the facts of that day.

    Args:
        organisation: the branch.
        year: the year that is appraised.
        ballots: how votes are cast; it cannot be changed later.
        on: the day of opening.

    Raises:
        AppraisalError: no branch, a year ahead, a round of the year exists, nobody is graded, or too few may vote for a
            vote by phone to be secret.
    """
    if not organisation.is_branch:
        raise AppraisalError(_("Members are appraised by their branch."))
    if not EARLIEST <= year <= on.year:
        raise AppraisalError(_("Choose a year that has begun."), field="year")
    if ballots not in BallotWay.values:
        raise AppraisalError(_("Choose one of the values offered."), field="ballots")
    refuse_day(on, not_before=organisation.starts_on, by=by)
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    for_year = date(year, 1, 1)
    if DemocraticAppraisal.objects.standing().filter(organisation=organisation, for_year=for_year).exists():
        raise AppraisalError(_("The appraisal of this year has been opened already."), field="year")
    places = places_on(organisation, on)
    voters = sum(place.may_vote for _member, place in places)
    if not any(place.is_graded for _member, place in places):
        raise AppraisalError(_("Nobody in this branch can be graded on that day."), field="on")
    if ballots == BallotWay.PHONE and voters < smallest_group():
        words = _("Only {voters} may vote here: by phone that would not be secret. Vote on paper with two counters.")
        raise AppraisalError(words.format(voters=voters), field="ballots")
    appraisal: DemocraticAppraisal = DemocraticAppraisal.objects.create(
        organisation=organisation,
        for_year=for_year,
        ballots=ballots,
        happened_on=on,
        state=RecordState.DRAFT,
        entered_by=(by.name if by else "")[:60],
    )
    Appraisee.objects.bulk_create(
        Appraisee(
            appraisal=appraisal,
            member_id=member,
            is_expected=place.is_expected,
            may_vote=place.may_vote,
            is_graded=place.is_graded,
            reason=place.reason,
        )
        for member, place in places
    )
    changes = {"year": year, "ballots": ballots, "on": on.isoformat()}
    audit.record(OPENED, appraisal, by=by, organisation=organisation, changes=changes)
    return appraisal


@transaction.atomic
def start_voting(appraisal: DemocraticAppraisal, *, on: date, by: Actor | None) -> DemocraticAppraisal:
    """Begin mutual assessment and vote: the day of the meeting. A vote by phone gets its box.

    Raises:
        AppraisalError: it has begun, or the day does not fit.
    """
    appraisal = locked(appraisal, Stage.ASSESSING)
    refuse_day(on, not_before=appraisal.happened_on, by=by)
    appraisal.voting_on = on
    if appraisal.by_phone:
        box = BallotBox()
        graded = list(appraisal.places.filter(is_graded=True).values_list("pk", flat=True))
        voters = appraisal.places.filter(may_vote=True).count()
        box.sealed = Contents.empty(str(box.pk), graded, voters).text()
        box.save(force_insert=True)
        appraisal.box = box
    appraisal.save(update_fields=["voting_on", "box"])
    audit.record(STARTED, appraisal, by=by, organisation=appraisal.organisation, changes={"on": on.isoformat()})
    return appraisal


@transaction.atomic
def withdraw_appraisal(
    appraisal: DemocraticAppraisal, *, reason: str, on: date, by: Actor | None
) -> DemocraticAppraisal:
    """Withdraw a round that is not filed; its box is taken away unopened.

    Raises:
        AppraisalError: it is filed or withdrawn, or no reason is given.
    """
    appraisal = locked(appraisal, Stage.ASSESSING, Stage.VOTING, Stage.CLOSED, Stage.DECIDED, Stage.TOLD)
    words = " ".join(reason.split())
    if not words:
        raise AppraisalError(_("Say why the round is withdrawn."), field="reason")
    box, appraisal.box = appraisal.box, None
    appraisal.withdrawn_on, appraisal.withdrawal_reason = on, words[:200]
    appraisal.save(update_fields=["withdrawn_on", "withdrawal_reason", "box"])
    if box:
        box.delete()
    audit.record(WITHDRAWN, appraisal, by=by, organisation=appraisal.organisation, changes={"reason": words[:200]})
    return appraisal
