"""Reads about what is owed: lists of musts, asks with their answers, the burden that asking causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from dangjian.kernel.periods import Interval, Period, PeriodKind, months_after
from dangjian.kernel.records import kinds
from dangjian.kernel.together import Brief, together
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors, subtree_q

from . import standing
from .coverage import Cell, coverage, standing_of
from .enums import State
from .models import Ask, AskTarget, Exemption, LocalRule
from .standing import Scope, Source, StandingRule, Version, Words


@dataclass(frozen=True, slots=True)
class Owed:
    """Something an organisation still has to do: from a standing rule or from an ask.

    Attributes:
        source: regulation and article; None for an ask.
        version: number of the rule's version, 0 for an ask.
        asked_by: who asks; "" for a rule.
        url: where it is done, "" where it cannot be done here.
        minutes: the asker's estimate; None for a rule.
    """

    key: str
    title: Words
    due_on: date
    state: State
    period: Period | None = None
    source: Source | None = None
    version: int = 0
    asked_by: str = ""
    url: str = ""
    action: Words = ""
    advice: Words = ""
    minutes: int | None = None
    informational: bool = False


@dataclass(frozen=True, slots=True)
class Burden:
    """What an organisation was asked.

    Attributes:
        count: how many asks.
        minutes: by the askers' own estimate.
        actual: minutes that it really took, of the ``timed`` asks whose answer says so; saying it is optional.
    """

    count: int = 0
    minutes: int = 0
    actual: int = 0
    timed: int = 0

    def and_of(self, target: AskTarget) -> Burden:
        """With one ask more."""
        actual, minutes = target.actual_minutes, self.minutes + target.ask.minutes_estimate
        return Burden(self.count + 1, minutes, self.actual + (actual or 0), self.timed + (actual is not None))


@dataclass(frozen=True, slots=True)
class BurdenReport:
    """The burden of a period, by whom, against the same period a year earlier."""

    period: Period
    now: Burden
    year_earlier: Burden
    by_sender: tuple[tuple[str, Burden], ...]


@dataclass(frozen=True, slots=True)
class BurdenMeter:
    """The burden of a month and of its year, each against the same time a year earlier."""

    month: BurdenReport
    year: BurdenReport

    @property
    def reports(self) -> tuple[BurdenReport, BurdenReport]:
        """Both, the month first."""
        return self.month, self.year


def owed(
    organisation: Organisation,
    today: date,
    *,
    ahead_days: int = 0,
    since: date | None = None,
    rules: Iterable[StandingRule] | None = None,
    informational: bool = False,
    asked: Iterable[AskTarget] | None = None,
) -> list[Owed]:
    """Everything one organisation still has to do, by day: at most five queries.

    Args:
        ahead_days: also what will be due within so many days.
        since: how far to look back for what is late; by default the first of January, at least three months.
        rules: only these rules; by default all declared ones.
        informational: also rules that only inform.
        asked: what was asked of the organisation (``asked_lately``), for a page that shows the burden too.
    """
    chosen = [
        r for r in (standing.registry.values() if rules is None else rules) if informational or not r.informational
    ]
    until = today + timedelta(days=ahead_days)
    start = since or min(date(today.year, 1, 1), months_after(today, -3))
    # What is due long after opens before: a term that runs out next spring is prepared from this autumn on.
    lead = max((version.lead_days or 0 for rule in chosen for version in rule.versions), default=0)
    cells = standing_of(chosen, organisation, start, until + timedelta(days=lead + 1), today).cells
    musts = [_must(cell, organisation) for cell in cells if _wanted(cell.state, cell.due_on, until)]
    asks = asks_of(organisation, today) if asked is None else with_states(asked, today)
    musts += [_asked(target, state) for target, state in asks if state.is_open]
    return sorted(musts, key=lambda must: (must.due_on, must.key))


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a rule as the list of rules shows it: where it is written, and whether it is in force."""

    rule: StandingRule
    version: Version
    number: int
    source: Source
    in_force: bool


def rules_with_versions(today: date) -> list[RuleVersion]:
    """Every version of every declared rule, by rule and the latest first."""
    return [
        RuleVersion(rule, version, rule.number_of(version), rule.source_of(version), rule.version_for(today) == version)
        for rule in standing.registry.values()
        for version in reversed(rule.versions)
    ]


def exemptions_of(rule: StandingRule, below: Organisation, today: date) -> QuerySet[Any]:
    """The exemptions from a rule at and below an organisation that hold today or later."""
    rows = Exemption.objects.within(below.path or "-").filter(rule=rule.key, ends_on__gt=today)
    return rows.select_related("organisation").order_by("organisation__code", "starts_on")


def tightenings_of(rule: StandingRule, place: Organisation, today: date) -> QuerySet[Any]:
    """The local tightenings of a rule that concern an organisation: made for it, above it or below it."""
    rows = LocalRule.objects.filter(
        subtree_q("organisation__path", place.path or "-") | Q(organisation__path__in=ancestors(place.path or "")),
        Q(ends_on=None) | Q(ends_on__gt=today),
        rule=rule.key,
    )
    return rows.select_related("organisation").order_by("organisation__code", "starts_on")


@dataclass(frozen=True, slots=True)
class RuleGrid:
    """A page of a coverage grid: periods across, organisations down; None where nothing is owed."""

    periods: tuple[Period, ...]
    rows: tuple[tuple[Organisation, tuple[Cell | None, ...]], ...]


def owing(rule: StandingRule, below: Organisation, year: Period, today: date) -> QuerySet[Organisation]:
    """The organisations below that owe a rule at some time of a year, in the order of the tree."""
    owe = Q(pk__in=[])
    for version in {version.effective_on: version for version, _p in _of_year(rule, year)}.values():
        scope = Scope(version, year.starts_on, year.ends_on, today)
        owe |= Q(pk__in=rule.applies(scope).order_by().values("pk"))
    life = Q(starts_on__lt=year.ends_on) & (Q(ends_on=None) | Q(ends_on__gt=year.starts_on))
    return Organisation.objects.under(below.path or "-").filter(owe, life).order_by("path")


def grid_of(
    rule: StandingRule, below: Organisation, organisations: Iterable[Organisation], year: Period, today: date
) -> RuleGrid:
    """The coverage of one page of organisations in a year."""
    page = list(organisations)
    found = coverage([rule], below.path or "-", year, today, only=[organisation.pk for organisation in page])
    periods = tuple(sorted(period for _version, period in _of_year(rule, year)))
    rows = ((one, tuple(found.cell(rule, one.pk, period) for period in periods)) for one in page)
    return RuleGrid(periods, tuple(rows))


def _of_year(rule: StandingRule, year: Period) -> list[tuple[Version, Period]]:
    return list(rule.periods_ending(year.starts_on, year.ends_on))


def _wanted(state: State, due_on: date, until: date) -> bool:
    return state.is_open or (state is State.NOT_DUE and due_on <= until)


def _must(cell: Cell, organisation: Organisation) -> Owed:
    rule = cell.rule
    return Owed(
        key=rule.key,
        title=rule.title,
        due_on=cell.due_on,
        state=cell.state,
        period=cell.period,
        source=rule.source_of(cell.version),
        version=rule.number_of(cell.version),
        url=rule.action_url(organisation, cell.period) if rule.action_url else "",
        action=rule.action,
        advice=rule.advice,
        informational=rule.informational,
    )


def _asked(target: AskTarget, state: State) -> Owed:
    return Owed(
        key=f"ask.{target.pk}",
        title=target.ask.title,
        due_on=target.ask.due_on,
        state=state,
        asked_by=target.ask.from_organisation.short_name,
        url=reverse("obligations:answer", args=[target.pk]),
        minutes=target.ask.minutes_estimate,
    )


def state_of(target: AskTarget, today: date, *, stands: bool) -> State:
    """How one receiver's ask stands; past its end, or withdrawn, nothing is owed.

    Args:
        stands: whether the answer given still stands (``standing_answers``).
    """
    ask = target.ask
    if target.answered_on is not None and target.answered_on <= today and stands:
        return State.DONE
    if target.withdrawn_on is not None or ask.closed_on is not None or ask.ends_on <= today:
        return State.EXCUSED
    if today < ask.asked_on:
        return State.NOT_DUE
    return State.LATE if today > ask.due_on else State.DUE


def standing_answers(targets: Collection[AskTarget]) -> set[int]:
    """Keys of the targets whose answer stands: a sentence always, a record while its kind still shows it.

    One query, however many kinds of record are among the answers.
    """
    stands = {target.pk for target in targets if target.answered_on is not None and target.record_id is None}
    linked: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for target in targets:
        if target.answered_on is not None and target.record_id is not None:
            linked[target.record_kind][target.record_id].append(target.pk)
    known = [key for key in linked if key in kinds.registry]
    shown = together([Brief(kinds.registry[key].rows().order_by().filter(pk__in=linked[key]), ()) for key in known])
    for key, records in zip(known, shown, strict=True):
        stands.update(pk for record in records for pk in linked[key][record.pk])
    return stands


def answer_stands(target: AskTarget) -> bool:
    """Whether one answer stands."""
    return target.pk in standing_answers([target])


def with_states(targets: Iterable[AskTarget], today: date) -> list[tuple[AskTarget, State]]:
    """Targets (with their ask loaded) and how they stand."""
    rows = list(targets)
    stands = standing_answers(rows)
    return [(target, state_of(target, today, stands=target.pk in stands)) for target in rows]


def asks_of(organisation: Organisation, today: date) -> list[tuple[AskTarget, State]]:
    """What is asked of one organisation and still alive, with its state, by day."""
    rows = AskTarget.objects.alive(today).filter(organisation=organisation, ask__asked_on__lte=today)
    return with_states(rows.select_related("ask__from_organisation").order_by("ask__due_on", "pk"), today)


def open_targets_due_on(day: date, today: date) -> list[AskTarget]:
    """What is wanted by a day and not answered today: for reminders of all organisations."""
    rows = AskTarget.objects.alive(today).filter(ask__due_on=day, ask__asked_on__lte=today)
    found = with_states(rows.select_related("ask", "organisation").order_by("pk"), today)
    return [target for target, state in found if state.is_open]


def sent_by(organisation: Organisation) -> QuerySet[Ask]:
    """The asks an organisation sent, newest first, with the number of receivers and of answers."""
    return (
        Ask.objects.filter(from_organisation=organisation)
        .annotate(receivers=Count("targets"), answers=Count("targets", filter=Q(targets__answered_on__isnull=False)))
        .order_by("-asked_on", "-pk")
    )


def burdens(organisations: Collection[Organisation | int], periods: Sequence[Period]) -> dict[int, tuple[Burden, ...]]:
    """What each of many organisations is asked by others in each of some periods, for the sender to see before asking.

    One query; organisations that were asked nothing from the earliest of the periods on are left out.
    """
    wanted: dict[str, Any] = {}
    for number, period in enumerate(periods):
        span = Q(ask__asked_on__gte=period.starts_on, ask__asked_on__lt=period.ends_on)
        wanted[f"n{number}"] = Count("pk", filter=span)
        wanted[f"minutes{number}"] = Coalesce(Sum("ask__minutes_estimate", filter=span), 0)
    whole = Interval(min(p.starts_on for p in periods), max(p.ends_on for p in periods))
    rows = AskTarget.objects.asked_in(whole).filter(organisation__in=organisations).order_by()
    grouped: QuerySet[Any] = rows.values("organisation").annotate(**wanted)
    return {
        row["organisation"]: tuple(Burden(row[f"n{n}"], row[f"minutes{n}"]) for n in range(len(periods)))
        for row in grouped
    }


def asked_lately(organisation: Organisation, today: date) -> list[AskTarget]:
    """What an organisation was asked and is still alive, or counts for the burden of this year. One query."""
    year = Period.containing(PeriodKind.YEAR, today)
    alive = AskTarget.objects.alive(today).filter(ask__asked_on__lte=today)
    rows = (alive | AskTarget.objects.filter(_asked_in(year))).filter(organisation=organisation)
    return list(rows.select_related("ask__from_organisation").order_by("ask__due_on", "pk"))


def _asked_in(period: Period) -> Q:
    spans = (period, period.year_earlier())
    return Q(*[Q(ask__asked_on__gte=s.starts_on, ask__asked_on__lt=s.ends_on) for s in spans], _connector=Q.OR)


def burden(organisation: Organisation, period: Period) -> BurdenReport:
    """What one organisation is asked in a period, by whom, and in the same period a year earlier. One query."""
    rows = AskTarget.objects.filter(_asked_in(period), organisation=organisation)
    return burden_of(rows.select_related("ask__from_organisation"), period)


def burden_of(targets: Iterable[AskTarget], period: Period) -> BurdenReport:
    """The same of what has been read already; asks of other periods are left out."""
    then = period.year_earlier()
    senders: dict[str, Burden] = defaultdict(Burden)
    before = Burden()
    # What an organisation asks of itself, such as its own decisions, is no burden from above.
    for target in (t for t in targets if t.ask.from_organisation_id != t.organisation_id):
        if period.contains(target.ask.asked_on):
            sender = target.ask.from_organisation.short_name
            senders[sender] = senders[sender].and_of(target)
        elif then.contains(target.ask.asked_on):
            before = before.and_of(target)
    sums = [(b.count, b.minutes, b.actual, b.timed) for b in senders.values()]
    now = Burden(*(sum(column) for column in zip(*sums, strict=True)))
    by_sender = tuple(sorted(senders.items(), key=lambda row: -row[1].minutes))
    return BurdenReport(period, now, before, by_sender)


def burden_meter(targets: Iterable[AskTarget], today: date) -> BurdenMeter:
    """What was asked this month and this year, each against a year earlier, of what has been read already."""
    rows = list(targets)
    return BurdenMeter(burden_of(rows, this_month(today)), burden_of(rows, Period.containing(PeriodKind.YEAR, today)))


def this_month(today: date) -> Period:
    """The month whose burden a sender sees."""
    return Period.containing(PeriodKind.MONTH, today)
