"""Reads over several tables of the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.figures import compute, registry
from dangjian.kernel.periods import Period, PeriodKind, months_after
from dangjian.kernel.tree.history import NOW, Past
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors

from . import belongings
from .enums import EventKind
from .models import Area, OrganisationEvent, Term, UnitLink
from .permissions import VIEW
from .search import matching
from .terms import KINDS_WITH_TERM, TermRule, rule_named
from .thresholds import Counted, Finding, check

PAGE = 200
"""Children shown at once; more are a page further: a node with a hundred thousand opens as fast as one with ten."""
FIGURES = {Counted.FULL: "members.full", Counted.ALL: "members.all"}
"""The figures that count members, declared by the room above; thresholds without their figure are not judged."""
WARNING_MONTHS = (6, 3, 1)
"""So many months before a term ends it is pointed out."""


@dataclass(frozen=True)
class TreePage:
    """A page of organisations side by side; ``next_after`` is the code to go on after, "" at the end."""

    nodes: Sequence[Organisation]
    next_after: str


def children_page(
    actor: Actor, parent: Organisation | None, *, on: date, past: Past = NOW, after: str = ""
) -> TreePage:
    """The organisations right below one, as existing on a day; without one, the tops of what the actor may see.

    ``past`` is how the tree stood on that day. One query: a range of the index over superior and code, so the size of
    the tree does not matter. Each node knows whether it has children (``has_children``).
    """
    rows = Organisation.objects.visible_to(actor, VIEW).at(on)
    rows = rows.children_of(parent, past) if parent else rows.filter(path__in=actor.prefixes(VIEW))
    return _page(rows.filter(code__gt=after) if after else rows, on, past)


def found_page(actor: Actor, text: str, *, on: date, past: Past = NOW, after: str = "") -> TreePage:
    """The organisations that a text finds (name, former name, code, initials), in the order of their codes."""
    rows = matching(Organisation.objects.visible_to(actor, VIEW).at(on), text)
    rows = rows.filter(code__gt=after) if after else rows
    return _page(rows.select_related("parent"), on, past)


def _page(rows: QuerySet[Organisation], on: date, past: Past) -> TreePage:
    nodes = past.shown(rows.annotate(has_children=_has_children(on, past)).order_by("code")[: PAGE + 1])
    return TreePage(nodes[:PAGE], nodes[PAGE - 1].code if len(nodes) > PAGE else "")


def _has_children(on: date, past: Past) -> Any:
    existing = Organisation.objects.at(on)
    stayed = Exists(existing.filter(parent=OuterRef("pk")).exclude(pk__in=past.moved_keys))
    if not past.moved:
        return stayed
    gone = set(existing.filter(pk__in=past.moved_keys).values_list("path", flat=True))
    superiors = [superior.pk for path, superior in past.moved.items() if superior and path in gone]
    return ExpressionWrapper(Q(stayed) | Q(pk__in=superiors), output_field=BooleanField())


def way_down_to(organisation: Organisation, actor: Actor, past: Past = NOW) -> list[Organisation]:
    """What stands or stood above an organisation and itself, from the top, as far as the actor may see."""
    way = past.above(organisation.path)
    rows = Organisation.objects.visible_to(actor, VIEW).filter(path__in=way)
    by_path = {row.path: row for row in past.shown(rows)}
    return [by_path[path] for path in reversed(way) if path in by_path]


def superior_of(organisation: Organisation, past: Past, way: Sequence[Organisation]) -> Organisation | None:
    """What an organisation stood right below, found on its ``way`` down where the actor may see it."""
    above = past.above(organisation.path)[1:2]
    known = [one for one in way if one.path in above]
    return next(iter(known or past.shown(Organisation.objects.filter(path__in=above))), None)


def history(organisation: Organisation) -> list[OrganisationEvent]:
    """What happened to an organisation or with its part in it (another was split off), newest first.

    Each event knows by ``corrected`` whether a later entry corrects it.
    """
    about = Q(organisation=organisation) | Q(other=organisation, kind=EventKind.SPLIT)
    corrections = OrganisationEvent.objects.filter(corrects=OuterRef("pk"))
    rows = OrganisationEvent.objects.filter(about).annotate(corrected=Exists(corrections))
    return list(rows.select_related("organisation", "old_parent", "new_parent", "other"))


def unit_links(organisation: Organisation) -> QuerySet[Any]:
    """The links of an organisation with units, with the units' leading groups; ended ones last."""
    links = organisation.unit_links.select_related("unit").prefetch_related("unit__leading_groups")
    return links.order_by(F("ends_on").desc(nulls_first=True), "starts_on")


def with_last_day(terms: QuerySet[Any]) -> Any:
    """Terms with the day they run out, an approved extension included, as ``last_day_on``."""
    return terms.annotate(last_day_on=Coalesce("extended_to", "due_on", output_field=DateField()))


def running_terms(day: date) -> QuerySet[Term]:
    """The terms that run on a day: begun, and not ended by then (overdue ones included)."""
    return Term.objects.on(day)


def last_day_before(limit: date) -> Q:
    """The condition that a term runs out before a day, an approved extension included."""
    return Q(extended_to=None, due_on__lt=limit) | Q(extended_to__lt=limit)


def terms_ending_within(months: int, day: date) -> QuerySet[Term]:
    """Running terms that end within so many months from a day on, those that are overdue left out."""
    return running_terms(day).filter(last_day_before(months_after(day, months))).exclude(last_day_before(day))


def terms_overdue(day: date) -> QuerySet[Term]:
    """Running terms whose last day has passed."""
    return running_terms(day).filter(last_day_before(day))


def organisations_with_term(day: date, past: Past = NOW) -> QuerySet[Organisation]:
    """Existing organisations of the kinds that have terms."""
    return Organisation.objects.at(day).of_kinds(KINDS_WITH_TERM, past)


def organisations_in_term(day: date, past: Past = NOW) -> QuerySet[Organisation]:
    """Of those, the ones with a running term that is not overdue."""
    valid = running_terms(day).exclude(last_day_before(day)).filter(organisation=OuterRef("pk"))
    return organisations_with_term(day, past).filter(Exists(valid))


def organisations_without_term(day: date, past: Past = NOW) -> QuerySet[Organisation]:
    """Of those, the ones for which no running term is recorded at all."""
    return organisations_with_term(day, past).exclude(Exists(running_terms(day).filter(organisation=OuterRef("pk"))))


@dataclass(frozen=True)
class TermView:
    """A term with the rule it was reckoned by and the time left."""

    term: Term
    rule: TermRule | None
    state: str
    words: str


def term_view(term: Term, today: date) -> TermView:
    """How a term stands today: state and words for the pill."""
    rule = rule_named(term.rule)
    if term.ends_on:
        return TermView(term, rule, "done", term.get_ended_by_display())
    left = (term.last_day - today).days
    if left < 0:
        return TermView(term, rule, "late", ngettext("{n} day overdue", "{n} days overdue", -left).format(n=-left))
    if term.last_day < months_after(today, WARNING_MONTHS[0]):
        return TermView(term, rule, "due", ngettext("{n} day left", "{n} days left", left).format(n=left))
    return TermView(term, rule, "not-due", _("running"))


def threshold_findings(organisation: Organisation, today: date) -> list[Finding]:
    """The thresholds of an organisation with its numbers of members, where a room declares the figures."""
    wanted = {counted: key for counted, key in FIGURES.items() if key in registry.registry}
    scope = registry.Scope(organisation.path, Period.containing(PeriodKind.MONTH, today), today)
    values = compute.compute_all([(key, scope) for key in wanted.values()])
    known = [(counted, value.number) for counted, value in zip(wanted, values, strict=True)]
    counts = {counted: int(number) for counted, number in known if number is not None}
    return check(organisation, counts, today)


def consequences(organisation: Organisation, on: date) -> list[str]:
    """What goes along with, or stays behind after, a change of an organisation: "23 members", "2 units"."""
    below = Organisation.objects.under(organisation.path).at(on).exclude(pk=organisation.pk)
    units = UnitLink.objects.on(on).filter(organisation=organisation)
    counted = [
        (below.count(), lambda n: ngettext("{n} organisation below it", "{n} organisations below it", n)),
        (units.count(), lambda n: ngettext("{n} unit", "{n} units", n)),
    ]
    words = [text(number).format(n=number) for number, text in counted if number]
    return words + belongings.words_for(organisation, on)


def areas_with_numbers(organisation: Organisation, on: date) -> QuerySet[Area]:
    """The areas in use of a work committee, each with the number of organisations in it (``organisations_now``)."""
    existing = Q(profiles__organisation__in=Organisation.objects.at(on).under(organisation.path))
    areas: QuerySet[Any] = organisation.areas.filter(ends_on=None)
    return areas.annotate(organisations_now=Count("profiles", filter=existing))


def areas_for(organisation: Organisation) -> QuerySet[Area]:
    """The areas an organisation can belong to: those of the work committees above it."""
    return Area.objects.filter(organisation__path__in=ancestors(organisation.path), ends_on=None)
