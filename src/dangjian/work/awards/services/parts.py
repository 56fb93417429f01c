"""The parts of a call, changed until it is issued: classes, conditions, criteria, phases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit import services as audit
from dangjian.kernel.records.eligibility import registry as conditions
from dangjian.kernel.wording import one_line

from ..actions import PART_KEPT, PART_REMOVED
from ..enums import CallStage, PhaseKind, Subject
from ..errors import CallError
from ..models import AwardClass, Call, CallCondition, CallPhase, Criterion
from .calls import locked_call

Part = AwardClass | CallCondition | CallPhase | Criterion
P = TypeVar("P", AwardClass, CallCondition, CallPhase, Criterion)


def _keep(row: P, call: Call, facts: dict[str, Any], by: Actor | None) -> P:
    """Write a part of a call, new or changed, for a service that has checked it."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.call = call
    row.save()
    call.version += 1
    call.save(update_fields=["version"])
    audit.record(PART_KEPT, row, by=by, organisation=call.organisation, changes={"call": call.pk})
    return row


@transaction.atomic
def keep_class(
    call: Call,
    *,
    name: str,
    subject: str,
    quota: int,
    record_kind: str = "",
    limit_each: int | None = None,
    runner_up_of: AwardClass | None = None,
    rank: int = 1,
    award_class: AwardClass | None = None,
    by: Actor | None,
) -> AwardClass:
    """Add a class to a call, or change it.

    Args:
        limit_each: how many each organisation right below the issuer may enter; None for no limit.
        runner_up_of: the class whose next in line fill this one, such as the nominations behind the excellent.
        award_class: the one that is changed, None for a new one.

    Raises:
        CallError: the call was issued, or the class has no name, no place, or a name that another has.
    """
    call = locked_call(call, CallStage.DRAWN_UP)
    words = one_line(name, 60)
    if not words:
        raise CallError(_("Give the honour its name."), field="name")
    if quota < 1:
        raise CallError(_("A class has at least one place."), field="quota")
    kind = record_kind if subject == Subject.RECORD else ""
    if subject == Subject.RECORD and not kind:
        raise CallError(_("Say which kind of record is awarded."), field="record_kind")
    row = award_class or AwardClass()
    if call.classes.filter(name=words).exclude(pk=row.pk).exists():
        raise CallError(_("Another class of this call has this name."), field="name")
    facts = {"name": words, "subject": subject, "quota": quota, "record_kind": kind}
    return _keep(row, call, facts | {"limit_each": limit_each, "runner_up_of": runner_up_of, "rank": rank}, by)


@transaction.atomic
def keep_condition(
    call: Call,
    *,
    award_class: AwardClass,
    key: str,
    number: int | None = None,
    source: str = "",
    by: Actor | None,
) -> CallCondition:
    """Set a condition for a class, or give it another number.

    Raises:
        CallError: the call was issued, there is no such condition for whom the class is, or the number does not fit.
    """
    call = locked_call(call, CallStage.DRAWN_UP)
    condition = conditions.get(key)
    if condition is None or condition.subject != (award_class.record_kind or award_class.subject):
        raise CallError(_("This condition is not for those whom the class is for."), field="key")
    wanted = condition.usual if number is None else number
    if condition.number and not condition.smallest <= wanted <= condition.largest:
        bounds = {"smallest": condition.smallest, "largest": condition.largest}
        raise CallError(_("Give a number from {smallest} to {largest}.").format(**bounds), field="number")
    row = call.conditions.filter(award_class=award_class, key=key).first() or CallCondition()
    facts = {"award_class": award_class, "key": key, "number": wanted if condition.number else 0}
    return _keep(row, call, facts | {"source": one_line(source, 120)}, by)


@transaction.atomic
def keep_criterion(
    call: Call,
    *,
    name: str,
    weight: Decimal,
    ceiling: int = 10,
    explanation: str = "",
    is_live: bool = False,
    rank: int = 1,
    criterion: Criterion | None = None,
    by: Actor | None,
) -> Criterion:
    """Add a criterion to a call, or change it; that the weights sum to 100 is asked when the call is issued.

    Args:
        weight: its share in percent, above 0 and at most 100.
        ceiling: the highest score.
        is_live: scored at the presentation.

    Raises:
        CallError: the call was issued, or name, weight or ceiling do not fit.
    """
    call = locked_call(call, CallStage.DRAWN_UP)
    words = one_line(name, 60)
    if not words:
        raise CallError(_("Give the criterion a name."), field="name")
    if not 0 < weight <= 100:
        raise CallError(_("A weight is above 0 and at most 100 percent."), field="weight")
    if not 1 <= ceiling <= 1000:
        raise CallError(_("The highest score is a number from 1 to 1000."), field="ceiling")
    facts = {"name": words, "weight": weight, "ceiling": ceiling, "is_live": is_live, "rank": rank}
    return _keep(criterion or Criterion(), call, facts | {"explanation": one_line(explanation, 300)}, by)


@transaction.atomic
def keep_phase(call: Call, *, kind: str, starts_on: date, ends_on: date, by: Actor | None) -> CallPhase:
    """Say when a phase begins and ends (``ends_on`` is not included); that phases follow each other is asked on issue.

    Raises:
        CallError: the call was issued, or the phase ends before it begins.
    """
    call = locked_call(call, CallStage.DRAWN_UP)
    if kind not in PhaseKind.values:
        raise CallError(_("There is no such phase."), field="kind")
    if ends_on <= starts_on:
        raise CallError(_("A phase ends after it begins."), field="ends_on")
    row = call.phases.filter(kind=kind).first() or CallPhase()
    return _keep(row, call, {"kind": kind, "starts_on": starts_on, "ends_on": ends_on}, by)


@transaction.atomic
def remove_part(part: Part, *, by: Actor | None) -> None:
    """Take a class, condition, criterion or phase out of a call that was not issued.

    Raises:
        CallError: the call was issued.
    """
    call = locked_call(part.call, CallStage.DRAWN_UP)
    audit.record(PART_REMOVED, part, by=by, organisation=call.organisation, changes={"call": call.pk})
    part.delete()
    call.version += 1
    call.save(update_fields=["version"])
