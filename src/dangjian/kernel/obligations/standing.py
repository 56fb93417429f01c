"""Standing rules: who owes what by when, declared once by the room that keeps the evidence.

A room declares its rules in its ``rules.py``. Nothing about them is stored: whether a rule is met is read from the
evidence each time (``coverage.py``), so withdrawing the evidence opens the obligation again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.periods.periods import LAST_DAY
from dangjian.kernel.tree.models import Organisation

Words = str | Promise


@dataclass(frozen=True)
class Source:
    """Where a rule is written: the regulation with its year, and the article."""

    regulation: Words
    article: Words = ""


def last_day(period: Period) -> date:
    """Due on the last day of the period itself."""
    return period.last_day


def days_after(days: int) -> Callable[[Period], date]:
    """Due so many days after the period has ended, as for reports on it."""
    return lambda period: period.last_day + timedelta(days=days)


@dataclass(frozen=True)
class Version:
    """A rule as it stands from a day on. It governs the periods that begin on or after that day.

    Attributes:
        effective_on: first day of the version.
        periods: how often: one obligation for each period of this kind.
        due: period -> last day to do it; or, where each organisation has its own day, the name of a date column or
            annotation of the rows of ``applies`` (the obligation then belongs to the period in which that day lies).
        grace_days: days after the due day on which it is not late yet.
        lead_days: so many days before the due day it starts to be due; None: when the period begins.
        at_least: how many pieces of evidence it takes.
        parameters: further numbers of the rule, for its ``applies`` and ``evidence``.
        source: where this version is written, when that differs from the rule's.
    """

    effective_on: date
    periods: PeriodKind
    due: Callable[[Period], date] | str = last_day
    grace_days: int = 0
    lead_days: int | None = None
    at_least: int = 1
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    source: Source | None = None


@dataclass(frozen=True)
class Scope:
    """What a rule is asked for: a version and the span of the periods asked about.

    Attributes:
        version: the version in force.
        starts_on: first day of the first period.
        ends_on: first day after the last period.
        today: the day of the question.
    """

    version: Version
    starts_on: date
    ends_on: date
    today: date


@dataclass(frozen=True)
class StandingRule:
    """A standing rule.

    Attributes:
        key: ``room.noun``.
        title: what is to be done, in the office's words.
        source: regulation and article.
        versions: oldest first.
        applies: scope -> organisations that owe it; the kernel narrows them to the subtree, and to those that exist.
        evidence: scope -> the records that meet it; the kernel narrows them to subtree and span.
        evidence_on: date look-up that says for which period a record counts.
        done_on: date look-up that says when it was done; "" when that is the same day.
        evidence_path: look-up from the evidence to the organisation path; "path" when organisations are evidence.
        owes_from, owes_until: columns or annotations of the rows of ``applies`` with the days between which they owe;
            by default while the organisation exists.
        explained: scope -> records that say why it was not done; read by the same look-ups as the evidence. An accepted
            answer, shown as such and never as done.
        informational: shown, but never late and never on a list of musts.
        kind: key of the record kind that shows the evidence, "".
        cell_url: (organisation's key, period) -> address of the records behind one obligation; None for none.
        action: words of the button that does it.
        action_url: (organisation, period) -> address where it is done; None where it cannot be done here.
        advice: what helps at the point of use: the step, the paper.
    """

    key: str
    title: Words
    source: Source
    versions: Sequence[Version]
    applies: Callable[[Scope], QuerySet[Organisation]]
    evidence: Callable[[Scope], QuerySet[Any]]
    evidence_on: str = "happened_on"
    done_on: str = ""
    evidence_path: str = "organisation__path"
    owes_from: str = "starts_on"
    owes_until: str = "ends_on"
    explained: Callable[[Scope], QuerySet[Any]] | None = None
    informational: bool = False
    kind: str = ""
    cell_url: Callable[[int, Period], str] | None = None
    action: Words = ""
    action_url: Callable[[Organisation, Period], str] | None = None
    advice: Words = ""

    @property
    def organisation_lookup(self) -> str:
        """Look-up from a piece of evidence to its organisation."""
        return self.evidence_path.removesuffix("path").removesuffix("__") or "pk"

    def number_of(self, version: Version) -> int:
        """The number of a version, from 1."""
        return self.versions.index(version) + 1

    def source_of(self, version: Version) -> Source:
        """Where a version is written."""
        return version.source or self.source

    def source_on(self, day: date) -> Source:
        """Where the version of a day is written."""
        version = self.version_for(day)
        return self.source_of(version) if version else self.source

    def version_for(self, day: date) -> Version | None:
        """The version that governs a period which begins on ``day``; None before the first."""
        return next((version for version in reversed(self.versions) if version.effective_on <= day), None)

    def periods_touching(self, starts_on: date, ends_on: date) -> Iterator[tuple[Version, Period]]:
        """The rule's periods with a day between ``starts_on`` and ``ends_on`` (not included), with their version."""
        for version in self.versions:
            for period in _run(version.periods, starts_on, ends_on):
                if self.version_for(period.starts_on) == version:
                    yield version, period

    def periods_ending(self, starts_on: date, ends_on: date) -> Iterator[tuple[Version, Period]]:
        """The rule's periods whose last day lies there: each belongs to exactly one year, quarter or month."""
        for version, period in self.periods_touching(starts_on, ends_on):
            if period.last_day < ends_on:
                yield version, period


registry: dict[str, StandingRule] = {}


def register(rule: StandingRule) -> StandingRule:
    """Declare a standing rule.

    Raises:
        ValueError: declared twice, without versions, versions out of order, or a number that makes no sense.
    """
    if rule.key in registry:
        raise ValueError(f"standing rule {rule.key} is declared twice")
    days = [version.effective_on for version in rule.versions]
    if not days or days != sorted(set(days)):
        raise ValueError(f"standing rule {rule.key} needs versions, oldest first")
    if any(v.at_least < 1 or v.grace_days < 0 or (v.lead_days or 0) < 0 for v in rule.versions):
        raise ValueError(f"standing rule {rule.key}: at least one piece of evidence, no negative days")
    registry[rule.key] = rule
    return rule


def _run(kind: PeriodKind, starts_on: date, ends_on: date) -> Iterator[Period]:
    if starts_on >= ends_on:
        return
    period = Period.containing(kind, starts_on)
    while period.starts_on < ends_on:
        yield period
        if period.ends_on > LAST_DAY:
            return
        period = period.next()
