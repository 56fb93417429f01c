"""Terms: the running one of each organisation, and those before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from dangjian.foundation.organisations.enums import TermEnd
from dangjian.foundation.organisations.models import Term
from dangjian.foundation.organisations.terms import KINDS_WITH_TERM, due_on, term_rule
from dangjian.kernel.periods import months_after, years_after
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation

from .draw import Draw, Weighted
from .world import City

OLDEST = date(2010, 6, 4)
# When the running terms end: days from today. A few are overdue, a few more end within 1, 3 and 6 months.
ENDS = Weighted({(-160, -1): 2.4, (1, 29): 2.2, (31, 90): 4.5, (93, 180): 7.5, (185, 1090): 84})
FIXED = {"市卫计委机关党委": date(2017, 10, 26), "配电支部": date(2018, 11, 20)}
UNRECORDED, EXTENDED = 0.01, 0.3
"""Share without a recorded term; share of those past their end that were extended with approval."""


def build(city: City) -> None:
    """Write the terms of everything that is elected."""
    city.write(_terms(city))


def elected_ones(city: City) -> list[Organisation]:
    """All organisations of the city that have terms, superiors first."""
    found = {d.organisation.pk: d.organisation for d in city.direct}
    for branch in city.branches:
        for organisation in (branch.organisation.parent, branch.organisation):
            if organisation is not None and organisation.kind in KINDS_WITH_TERM:
                found.setdefault(organisation.pk, organisation)
    return list(found.values())


def _terms(city: City) -> Iterator[Term]:
    draw = city.draw("terms")
    for organisation in elected_ones(city):
        if organisation.short_name not in FIXED and draw.happens(UNRECORDED):
            continue
        yield from _line(city, draw, organisation)


def _line(city: City, draw: Draw, organisation: Organisation) -> list[Term]:
    """The terms of one organisation, oldest first."""
    years = 4 if organisation.kind == Kind.ORGAN_COMMITTEE else 3
    due = _end(city, draw, organisation)
    started = years_after(due, -years)
    if started < organisation.starts_on:
        started, due = organisation.starts_on, years_after(organisation.starts_on, years)
    starts = [started]
    while (before := years_after(starts[0], -years) - timedelta(days=draw.randint(-25, 50))) > max(
        OLDEST, organisation.starts_on
    ):
        starts.insert(0, before)
    numbers = range(max(1, (started.year - organisation.starts_on.year) // years - len(starts) + 2), 99)
    terms = [_term(city, organisation, number, start) for number, start in zip(numbers, starts, strict=False)]
    for term, following in pairwise(terms):
        term.ends_on, term.ended_by = following.starts_on, TermEnd.ELECTED
    last = terms[-1]
    if last.due_on < city.day and (draw.happens(EXTENDED) or last.due_on < city.day - timedelta(days=120)):
        last.extended_to = months_after(last.due_on, 12)
        last.extension_number = f"{city.name}委工综〔{last.due_on.year}〕{draw.randint(1, 99)}号"
    return terms


def _end(city: City, draw: Draw, organisation: Organisation) -> date:
    fixed = FIXED.get(organisation.short_name)
    low, high = draw.one_of(ENDS)
    if organisation.kind == Kind.ORGAN_COMMITTEE and high > 1000:
        high += 365
    return fixed or city.day + timedelta(days=draw.randint(low, high))


def _term(city: City, organisation: Organisation, number: int, starts_on: date) -> Term:
    rule, due = term_rule(organisation.kind, starts_on), due_on(organisation.kind, starts_on)
    return Term(
        pk=city.keys.take(Term),
        organisation=organisation,
        number=number,
        starts_on=starts_on,
        due_on=due or starts_on,
        rule=rule.key if rule else "",
        approval_number=f"{city.name}委工综〔{starts_on.year}〕{number * 7 % 90 + 1}号",
    )
