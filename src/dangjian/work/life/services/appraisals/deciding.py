"""The branch decides the grades, the vote being advice; members are told; the round is filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.records.models import RecordState

from ...enums import Grade, Stage
from ...errors import AppraisalError
from ...grades import ShareCheck, share_check
from ...models import Appraisee, DemocraticAppraisal
from .steps import locked, refuse_day

DECIDED = action("life.appraisal.decided", gettext_lazy("recorded the grades of the {target}"))
TOLD = action("life.appraisal.told", gettext_lazy("recorded that the members were told of the {target}"))
FILED = action("life.appraisal.filed", gettext_lazy("filed the {target}"))


@transaction.atomic
def decide_grades(
    appraisal: DemocraticAppraisal, *, grades: Mapping[int, str], on: date, over_reason: str = "", by: Actor | None
) -> ShareCheck:
    """Record the grades that the branch committee or the general meeting decided; until they are told they may change.

    Args:
        grades: key of a graded place -> grade.
        over_reason: why more than a third are excellent, where they are.

    Raises:
        AppraisalError: the vote is not closed, somebody has no grade, one is given to somebody who gets none, or more
            than normal are excellent without a reason.
    """
    appraisal = locked(appraisal, Stage.CLOSED, Stage.DECIDED)
    refuse_day(on, not_before=appraisal.closed_on, by=by)
    places = {place.pk: place for place in appraisal.places.select_related("member")}
    for key in grades:
        if key not in places or not places[key].is_graded:
            raise AppraisalError(_("Only those with a place for a grade get one."))
    for key, place in places.items():
        if place.is_graded and grades.get(key) not in Grade.values:
            raise AppraisalError(_("{name} has no grade yet.").format(name=place.member), field=f"grade_{key}")
    excellent = sum(grade == Grade.EXCELLENT for grade in grades.values())
    check = share_check(excellent=excellent, graded=len(grades), members=len(places), on=on)
    words = " ".join(over_reason.split())[:200]
    if check.is_over and not words:
        raise AppraisalError(
            _("{sentence} Say why, or decide again.").format(sentence=check.sentence), field="over_reason"
        )
    for grade in Grade:
        keys = [key for key, given in grades.items() if given == grade]
        Appraisee.objects.filter(pk__in=keys).update(grade=grade)
    appraisal.decided_on, appraisal.over_reason = on, words if check.is_over else ""
    appraisal.save(update_fields=["decided_on", "over_reason"])
    # Who got which grade stands in the places and is no matter for the audit.
    changes = {"on": on.isoformat(), "over": check.is_over}
    audit.record(DECIDED, appraisal, by=by, organisation=appraisal.organisation, changes=changes)
    return check


@transaction.atomic
def tell_members(appraisal: DemocraticAppraisal, *, on: date, by: Actor | None) -> DemocraticAppraisal:
    """Record that the members were told; each sees their own grade from now on.

    Raises:
        AppraisalError: the grades are not decided, or the day does not fit.
    """
    appraisal = locked(appraisal, Stage.DECIDED)
    refuse_day(on, not_before=appraisal.decided_on, by=by)
    appraisal.told_on = on
    appraisal.save(update_fields=["told_on"])
    audit.record(TOLD, appraisal, by=by, organisation=appraisal.organisation, changes={"on": on.isoformat()})
    return appraisal


@transaction.atomic
def file_appraisal(appraisal: DemocraticAppraisal, *, on: date, by: Actor | None) -> DemocraticAppraisal:
    """File the round: nothing of it changes any more.

    Raises:
        AppraisalError: the members were not told, or the day does not fit.
    """
    appraisal = locked(appraisal, Stage.TOLD)
    refuse_day(on, not_before=appraisal.told_on, by=by)
    appraisal.filed_on, appraisal.state = on, RecordState.FILED
    appraisal.save(update_fields=["filed_on", "state"])
    audit.record(FILED, appraisal, by=by, organisation=appraisal.organisation, changes={"on": on.isoformat()})
    return appraisal
