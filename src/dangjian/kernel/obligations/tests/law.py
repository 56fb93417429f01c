"""The obligation law, for every declared rule: evidence closes, withdrawal reopens.

A room's tests say how evidence for its rule comes about and goes away::

    @law.evidence("life.quarterly_meeting")
    def meeting(organisation, day):
        record = MeetingFactory(organisation=organisation, happened_on=day)
        return lambda: withdraw_meeting(record, by=None)

and ``law.check(rule, organisation, period)`` proves the rule with it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from dangjian.kernel.obligations.coverage import evidence_of, standing_of
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.standing import StandingRule
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation

Withdraw = Callable[[], Any]
makers: dict[str, Callable[[Organisation, date], Withdraw]] = {}


def evidence(key):
    """Register how evidence is made: (organisation, day) -> a function that withdraws it; usable as a decorator."""

    def registered(make):
        makers[key] = make
        return make

    return registered


def cell_of(rule: StandingRule, organisation: Organisation, period: Period, today: date):
    """The one obligation of a rule, an organisation and a period."""
    grid = standing_of([rule], organisation, period.starts_on, period.ends_on, today)
    cell = grid.cell(rule, organisation.pk, period)
    assert cell is not None, f"{rule.key} does not apply to {organisation} in {period.key}: the law proves nothing"
    return cell


def check(rule: StandingRule, organisation: Organisation, period: Period, today: date | None = None) -> None:
    """Open without evidence; done with as much as is wanted, seen in the drill-down too; open again without it."""
    today = today or period.last_day
    before = cell_of(rule, organisation, period, today)
    assert before.state in (State.NOT_DUE, State.DUE, State.LATE), "start from an organisation without evidence"
    undo = [makers[rule.key](organisation, period.starts_on) for _ in range(before.wanted)]
    done = cell_of(rule, organisation, period, today)
    assert (done.state, done.count) == (State.DONE, before.wanted)
    assert evidence_of(rule, organisation, period, today).count() == before.wanted
    for withdraw in undo:
        withdraw()
    assert cell_of(rule, organisation, period, today) == before
