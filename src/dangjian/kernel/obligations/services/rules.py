"""Exemptions from standing rules and local tightenings of them."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.obligations import actions, standing
from dangjian.kernel.obligations.models import Exemption, LocalRule
from dangjian.kernel.periods import years_after
from dangjian.kernel.tree.models import Organisation

TIGHTER = {"at_least": 1, "grace_days": 0, "days_earlier": 1}
"""What a local rule may set, with the least number allowed."""
D = TypeVar("D", Exemption, LocalRule)


class RuleError(ServiceError):
    """An exemption or tightening that cannot be."""


@transaction.atomic
def exempt(
    *,
    organisation: Organisation,
    rule: str,
    reason: str,
    starts_on: date,
    ends_on: date,
    on: date,
    by: Actor | None,
    granted_by: str = "",
) -> Exemption:
    """Exempt an organisation from a rule for a time. It excuses what would be due in that time.

    Args:
        on: the day of the decision.
        granted_by: who decided, when that is somebody else than who enters it.

    Raises:
        RuleError: no such rule, no reason, no time, or more than a year.
    """
    _declared(rule)
    if not reason.strip():
        raise RuleError(_("Say why: the reason is shown wherever the exemption counts."), field="reason")
    if ends_on <= starts_on:
        raise RuleError(_("The end must lie after the first day."), field="ends_on")
    if ends_on > years_after(starts_on, 1):
        raise RuleError(_("An exemption lasts a year at most. Then somebody looks again."), field="ends_on")
    exemption = Exemption.objects.create(
        organisation=organisation,
        rule=rule,
        reason=reason.strip(),
        granted_by=(granted_by or (by.name if by else ""))[:60],
        granted_on=on,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    days = {"from": starts_on.isoformat(), "until": ends_on.isoformat(), "reason": exemption.reason}
    record(actions.EXEMPTED, exemption, by=by, organisation=organisation, changes=days)
    return exemption


@transaction.atomic
def end_exemption(exemption: Exemption, *, on: date, by: Actor | None) -> Exemption:
    """End an exemption early: from ``on`` the organisation owes again.

    Raises:
        RuleError: it has ended already.
    """
    return _end(exemption, on, actions.EXEMPTION_ENDED, by)


@transaction.atomic
def tighten(
    *,
    organisation: Organisation,
    rule: str,
    parameters: dict[str, int],
    reason: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor | None,
) -> LocalRule:
    """Ask more of a subtree than a rule does: ``at_least``, ``grace_days`` or ``days_earlier``.

    It holds for the periods that begin while it is in force. Of several tightenings the strictest counts; a number
    laxer than the rule has no effect.

    Raises:
        RuleError: no such rule, an unknown or impossible number, or an end before the start.
    """
    _declared(rule)
    if not parameters or not all(
        key in TIGHTER and type(value) is int and TIGHTER[key] <= value <= 366 for key, value in parameters.items()
    ):
        raise RuleError(_("Set how many are wanted, the days of grace, or how many days earlier; whole numbers."))
    if ends_on is not None and ends_on <= starts_on:
        raise RuleError(_("The end must lie after the first day."), field="ends_on")
    local = LocalRule.objects.create(
        organisation=organisation,
        rule=rule,
        parameters=parameters,
        reason=reason.strip(),
        decided_by=(by.name if by else "")[:60],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(actions.TIGHTENED, local, by=by, organisation=organisation, changes=dict(parameters))
    return local


@transaction.atomic
def end_tightening(local: LocalRule, *, on: date, by: Actor | None) -> LocalRule:
    """End a local tightening; periods that begin on ``on`` or later follow the plain rule again.

    Raises:
        RuleError: it has ended already.
    """
    return _end(local, on, actions.TIGHTENING_ENDED, by)


def _declared(rule: str) -> None:
    if rule not in standing.registry:
        raise RuleError(_("There is no such rule."), field="rule")


def _end(row: D, on: date, action: str, by: Actor | None) -> D:
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if row.ends_on is not None and row.ends_on <= on:
        raise RuleError(_("It has ended already."))
    before = row.ends_on.isoformat() if row.ends_on else None
    row.ends_on = max(on, row.starts_on)
    row.save(update_fields=["ends_on"])
    record(action, row, by=by, organisation=row.organisation, changes={"until": [before, row.ends_on.isoformat()]})
    return row
