"""How standing rules stand: states derived from evidence, a fixed number of queries for any number of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from dangjian.kernel.periods import Dated, Interval, Period
from dangjian.kernel.together import Brief, together
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors, inside, subtree_q

from .enums import State
from .models import Exemption, LocalRule
from .standing import Scope, StandingRule, Version

Pair = tuple[StandingRule, int]
Done = dict[tuple[str, int, Period], list[tuple[date, int]]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One obligation: one rule, one organisation, one period.

    Attributes:
        due_on: the last day to do it, after local tightening.
        late_from: the first day on which it is late.
        count: pieces of evidence up to today; ``wanted`` of them are needed.
        done_on: the day on which the last one needed was done; None when not done.
    """

    rule: StandingRule
    version: Version
    organisation_id: int
    period: Period
    state: State
    due_on: date
    late_from: date
    wanted: int
    count: int
    done_on: date | None = None

    @property
    def url(self) -> str:
        """Where the records behind it are listed; "" where the rule names no place."""
        return self.rule.cell_url(self.organisation_id, self.period) if self.rule.cell_url else ""

    @property
    def done_late(self) -> bool:
        """Done, but after the grace had run out: said, not punished."""
        return self.done_on is not None and self.done_on >= self.late_from and not self.rule.informational


@dataclass(frozen=True)
class Grid:
    """The cells of rules × organisations × periods, in the order of organisation path and period."""

    cells: tuple[Cell, ...]

    @cached_property
    def _places(self) -> dict[tuple[str, int, Period], Cell]:
        return {(cell.rule.key, cell.organisation_id, cell.period): cell for cell in self.cells}

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that occur, in order."""
        return tuple(sorted({cell.period for cell in self.cells}))

    def cell(self, rule: StandingRule, organisation: int, period: Period) -> Cell | None:
        """One obligation; None where nothing is owed."""
        return self._places.get((rule.key, organisation, period))

    def of(self, organisation: int) -> tuple[Cell, ...]:
        """All obligations of one organisation."""
        return tuple(cell for cell in self.cells if cell.organisation_id == organisation)


@dataclass(frozen=True)
class Within:
    """Which organisations are asked about: a subtree, or only some of it."""

    path: str
    only: Collection[int] | None = None

    def q(self, path: str, organisation: str) -> Q:
        """The condition, given the look-ups to path and organisation."""
        condition = subtree_q(path, self.path)
        return condition if self.only is None else condition & Q(**{f"{organisation}__in": self.only})


@dataclass(frozen=True)
class Leg:
    """A rule under one version with the periods asked about: one leg of each query."""

    rule: StandingRule
    version: Version
    periods: Sequence[Period]

    def scope(self, today: date) -> Scope:
        """The span that the rule's own queries are asked for."""
        return Scope(self.version, self.periods[0].starts_on, self.periods[-1].ends_on, today)

    def period_of(self, day: date) -> Period | None:
        """The period asked about in which a day lies."""
        at = bisect_right([period.starts_on for period in self.periods], day) - 1
        return self.periods[at] if at >= 0 and self.periods[at].contains(day) else None


Records = Callable[[Leg, Within, date], QuerySet[Any]]


def coverage(
    rules: Iterable[StandingRule], path: str, span: Dated, today: date, *, only: Collection[int] | None = None
) -> Grid:
    """How rules stand in a subtree, for all their periods that end in a span (a year, a quarter …).

    Four queries, whatever the number of rules, organisations and periods.

    Args:
        rules: the rules asked about.
        path: the subtree.
        span: where the periods end; it must have an end.
        today: the day on which states are read; what happened later is not seen.
        only: keys of organisations, to ask about a page of them.
    """
    assert span.ends_on is not None
    legs = _legs((rule, rule.periods_ending(span.starts_on, span.ends_on)) for rule in rules)
    return _grid(legs, Within(path, only), today)


def standing_of(
    rules: Iterable[StandingRule], organisation: Organisation, starts_on: date, ends_on: date, today: date
) -> Grid:
    """How rules stand for one organisation, for all their periods with a day in the span. Four queries."""
    legs = _legs((rule, rule.periods_touching(starts_on, ends_on)) for rule in rules)
    return _grid(legs, Within(organisation.path or "", (organisation.pk,)), today)


def evidence_of(rule: StandingRule, organisation: Organisation, period: Period, today: date) -> QuerySet[Any]:
    """The records that count for one obligation: the same set that its state is read from."""
    version = rule.version_for(period.starts_on)
    if version is None:
        return rule.evidence(Scope(rule.versions[0], period.starts_on, period.ends_on, today)).none()
    return _evidence(Leg(rule, version, (period,)), Within(organisation.path or "", (organisation.pk,)), today)


def _legs(found: Iterable[tuple[StandingRule, Iterable[tuple[Version, Period]]]]) -> list[Leg]:
    legs: dict[tuple[str, date], Leg] = {}
    for rule, periods in found:
        grouped: dict[date, list[Period]] = defaultdict(list)
        for version, period in periods:
            grouped[version.effective_on].append(period)
        for version in rule.versions:
            if grouped[version.effective_on]:
                legs[rule.key, version.effective_on] = Leg(rule, version, sorted(grouped[version.effective_on]))
    return list(legs.values())


@dataclass(frozen=True)
class _Known:
    """What was read from the database for a grid, beside who owes."""

    done: Done
    explained: Done
    excused: dict[tuple[str, int], list[Interval]]
    local: dict[str, list[LocalRule]]
    today: date


def _grid(legs: list[Leg], within: Within, today: date) -> Grid:
    if not legs:
        return Grid(())
    excused, local = _exceptions(legs, within)
    known = _Known(
        done=_dated(legs, within, today, _evidence),
        explained=_dated([leg for leg in legs if leg.rule.explained], within, today, _explanations),
        excused=excused,
        local=local,
        today=today,
    )
    cells: dict[tuple[str, int, Period], Cell] = {}
    for leg, organisation, path, day in _owing(legs, within, today):
        local = [row for row in known.local[leg.rule.key] if inside(path, row.organisation.path or "")]
        for period in leg.periods:
            due = leg.version.due(period) if callable(leg.version.due) else day
            if due is None or (day is not None and not period.contains(day)):
                continue
            place = (leg.rule.key, organisation, period)
            cell = _cell(leg, place, due, local, known)
            if place not in cells or cell.due_on < cells[place].due_on:
                cells[place] = cell
    return Grid(tuple(cells.values()))


def _cell(leg: Leg, place: tuple[str, int, Period], due: date, local: list[LocalRule], known: _Known) -> Cell:
    version, rule = leg.version, leg.rule
    key, organisation, period = place
    asked = [row.parameters for row in local if Interval(row.starts_on, row.ends_on).contains(period.starts_on)]
    wanted = max([version.at_least, *(terms.get("at_least", 0) for terms in asked)])
    grace = min([version.grace_days, *(terms.get("grace_days", version.grace_days) for terms in asked)])
    due -= timedelta(days=max([0, *(terms.get("days_earlier", 0) for terms in asked)]))
    late_from = due + timedelta(days=grace + 1)
    opens = period.starts_on if version.lead_days is None else due - timedelta(days=version.lead_days)
    count, done_on = 0, None
    for day, number in sorted(known.done.get(place, ())):
        count += number
        done_on = day if done_on is None and count >= wanted else done_on
    if done_on is not None:
        state = State.DONE
    elif any(interval.contains(due) for interval in known.excused.get((key, organisation), ())):
        state = State.EXCUSED
    elif known.explained.get(place):
        state = State.EXPLAINED
    elif known.today >= late_from and not rule.informational:
        state = State.LATE
    else:
        state = State.DUE if known.today >= opens else State.NOT_DUE
    return Cell(rule, version, organisation, period, state, due, late_from, wanted, count, done_on)


def _owing(legs: list[Leg], within: Within, today: date) -> Iterable[tuple[Leg, int, str, date | None]]:
    """Who owes, by leg: key and path of the organisation, and its own due day where it has one."""
    queries = []
    for index, leg in enumerate(legs):
        day = F(leg.version.due) if isinstance(leg.version.due, str) else Cast(Value(None), DateField())
        rows = leg.rule.applies(leg.scope(today)).filter(within.q("path", "pk")).order_by()
        life = {"leg_from": F(leg.rule.owes_from), "leg_until": F(leg.rule.owes_until)}
        rows = rows.annotate(leg_index=Value(index), leg_due_on=day, **life)
        queries.append(rows.values_list("leg_index", "pk", "path", "leg_from", "leg_until", "leg_due_on"))
    for index, organisation, path, starts_on, ends_on, day in sorted(_together(queries), key=_by_path):
        for leg in _alive(legs[index], Interval(starts_on, ends_on), day):
            yield leg, organisation, path, day


def _by_path(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[2], row[0], row[5] or date.min


def _alive(leg: Leg, life: Interval, day: date | None) -> Iterable[Leg]:
    """The leg with the periods for which an organisation exists: on the due day, or at the period's end if earlier."""
    due = leg.version.due
    kept = [p for p in leg.periods if life.contains(min(due(p), p.last_day) if callable(due) else day or p.last_day)]
    if kept:
        yield Leg(leg.rule, leg.version, kept)


def _evidence(leg: Leg, within: Within, today: date) -> QuerySet[Any]:
    return _counting(leg.rule.evidence(leg.scope(today)), leg, within, today)


def _explanations(leg: Leg, within: Within, today: date) -> QuerySet[Any]:
    assert leg.rule.explained is not None
    return _counting(leg.rule.explained(leg.scope(today)), leg, within, today)


def _counting(rows: QuerySet[Any], leg: Leg, within: Within, today: date) -> QuerySet[Any]:
    """Of records those that count for a leg: in its subtree and span, and known by today."""
    rule, scope = leg.rule, leg.scope(today)
    done_on = rule.done_on or rule.evidence_on
    return rows.filter(
        within.q(rule.evidence_path, rule.organisation_lookup),
        **{
            f"{rule.evidence_on}__gte": scope.starts_on,
            f"{rule.evidence_on}__lt": scope.ends_on,
            f"{done_on}__lte": today,
        },
    )


def _dated(legs: list[Leg], within: Within, today: date, records: Records) -> Done:
    """What was done, or explained, grouped by organisation and day."""
    queries: list[QuerySet[Any, Any]] = []
    for index, leg in enumerate(legs):
        rule = leg.rule
        rows = records(leg, within, today).order_by()
        rows = rows.annotate(
            leg_index=Value(index),
            leg_organisation=F(rule.organisation_lookup),
            leg_counts_on=F(rule.evidence_on),
            leg_done_on=F(rule.done_on or rule.evidence_on),
        )
        names = ("leg_index", "leg_organisation", "leg_counts_on", "leg_done_on")
        queries.append(
            rows.values(*names).annotate(leg_count=Count("pk", distinct=True)).values_list(*names, "leg_count")
        )
    done: Done = defaultdict(list)
    for index, organisation, counts_on, done_on, count in _together(queries):
        leg = legs[index]
        if (period := leg.period_of(counts_on)) is not None:
            done[leg.rule.key, organisation, period].append((done_on, count))
    return done


def _together(queries: list[QuerySet[Any, Any]]) -> Iterable[tuple[Any, ...]]:
    if not queries:
        return ()
    return queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]


def _exceptions(
    legs: list[Leg], within: Within
) -> tuple[dict[tuple[str, int], list[Interval]], dict[str, list[LocalRule]]]:
    """Who is exempt from what, and what is tightened where."""
    rules = {leg.rule.key for leg in legs}
    reach = subtree_q("organisation__path", within.path) | Q(organisation__path__in=ancestors(within.path))
    exempt = Exemption.objects.filter(within.q("organisation__path", "organisation"), rule__in=rules).order_by("pk")
    local = LocalRule.objects.filter(reach, rule__in=rules).order_by("pk")
    span = ("rule", "starts_on", "ends_on")
    exemptions, tightenings = together(
        [Brief(exempt, (*span, "organisation_id")), Brief(local, (*span, "parameters", "organisation__path"))]
    )
    excused: dict[tuple[str, int], list[Interval]] = defaultdict(list)
    for row in exemptions:
        excused[row.rule, row.organisation_id].append(Interval(row.starts_on, row.ends_on))
    tightened: dict[str, list[LocalRule]] = defaultdict(list)
    for row in tightenings:
        tightened[row.rule].append(row)
    return excused, tightened
