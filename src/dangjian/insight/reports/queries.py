"""Reads about work reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.official import OfficialDocument
from dangjian.kernel.figures.compute import compute_all
from dangjian.kernel.figures.readings import differences
from dangjian.kernel.figures.registry import Scope, registry
from dangjian.kernel.periods import Period
from dangjian.kernel.records import kinds
from dangjian.kernel.records.listing import Listing
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .markup import parse
from .models import IssuedFigure, Part, Report
from .quotes import frozen, living, shown_number
from .references import Answers, Problem, answer
from .rendering import Shown, document, show

MOST_NAMED = 5_000
"""Of what came and went at most so many rows are listed."""


@dataclass(frozen=True)
class Reading:
    """A report ready to be read: its blocks, and what in its text could not be answered."""

    shown: list[Shown]
    problems: list[Problem]


@dataclass(frozen=True)
class Choice:
    """A figure to put into the text: its key, label, definition and number now."""

    key: str
    label: str
    unit: str
    definition: str
    shown: str


@dataclass(frozen=True)
class Change:
    """What came or went behind an issued figure: the rows the reader may see, and how many they may not."""

    label: str
    count: int
    listing: Listing | None
    hidden: int


def live_answers(text: str, organisation: Organisation, period: Period, today: date) -> Answers:
    """The figures that a text asks for, as they are now."""
    return answer(parse(text), organisation, period, today)


def live_reading(text: str, organisation: Organisation, period: Period, today: date) -> Reading:
    """A text with the figures of now."""
    answers = live_answers(text, organisation, period, today)
    return Reading(show(parse(text), living(answers)), answers.problems)


def reading_of(report: Report, today: date) -> Reading:
    """A report as it is read: a draft with living figures, an issued one with frozen ones."""
    if not report.is_issued:
        return live_reading(report.text, report.organisation, report.about, today)
    figures = report.issued_figures.select_related("reading")
    return Reading(show(parse(report.text), frozen(figures, today)), [])


def draft_remark(day: date) -> str:
    """What stands under a report whose figures still live."""
    return _("Draft. The figures are those of {day}.").format(day=day_text(day))


def document_of(report: Report, today: date) -> OfficialDocument:
    """A report in official layout, for Word and PDF."""
    if report.is_issued:
        remark = _("The figures are those of the day of issue. Digest: {digest}").format(digest=report.digest)
    else:
        remark = draft_remark(today)
    return document(
        reading_of(report, today).shown,
        title=report.title,
        signature=report.organisation.name,
        signed_on=report.happened_on if report.is_issued else None,
        remark=remark,
    )


def is_intact(report: Report) -> bool:
    """Whether an issued report still says what its digest was made of."""
    figures = report.issued_figures.select_related("reading").order_by("place")
    return digest_of(report, list(figures)) == report.digest


def digest_of(report: Report, figures: Sequence[IssuedFigure]) -> str:
    """SHA-256 over what an issued report says: title, organisation, period, day, text, and each figure as printed."""
    said = [
        [report.title, report.organisation_id, report.period, report.happened_on.isoformat(), report.text],
        [[one.reference, one.part, one.shown, one.note, one.reading.digest] for one in figures],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def disposition(report: Report, ending: str) -> str:
    """The header that names a file after its report."""
    return content_disposition_header(True, f"{report.title}.{ending}") or ""


def choices(organisation: Organisation, period: Period, today: date, words: str = "") -> list[Choice]:
    """Figures to put into a text, with their numbers now; ``words`` must be in label, key or definition."""
    scope = Scope.of(organisation.path or "", period, today)
    asked = words.strip().lower()
    found = [f for f in registry.values() if asked in f"{f.key} {f.label} {f.definition}".lower()]
    values = compute_all([(figure.key, scope) for figure in found])
    return [
        Choice(v.figure.key, str(v.figure.label), str(v.figure.unit), str(v.figure.definition), shown_number(v))
        for v in values
    ]


def issued_figures() -> QuerySet[IssuedFigure]:
    """Issued figures with their report and reading, for fetching one within reach."""
    return IssuedFigure.objects.select_related("report__organisation", "reading")


def changes_of(figure: IssuedFigure, actor: Actor) -> list[tuple[str, list[Change]]]:
    """What came and what went behind an issued figure and its parts since it was issued, within the reader's scope."""
    same = IssuedFigure.objects.filter(report=figure.report, reference=figure.reference).select_related("reading")
    asked = [figure] if figure.reference.startswith("table ") else [*same.order_by("place")]
    changed = differences([one.reading for one in asked], actor.today)
    sections = []
    for one in asked:
        difference = changed[one.reading_id]
        if difference.named:
            came = _change(_("Came"), one.reading.figure, difference.came, actor)
            gone = _change(_("Went"), one.reading.figure, difference.gone, actor)
            head = one.label if one.part == Part.WHOLE else f"{one.label} ({one.get_part_display()})"
            sections.append((head, [came, gone]))
    return sections


def _change(label: str, key: str, rows: tuple[int, ...], actor: Actor) -> Change:
    kind = kinds.registry.get(registry[key].kind)
    if kind is None or not rows or not actor.may(kind.permission):
        return Change(label, len(rows), None, len(rows))
    visible = kind.visible_to(actor).filter(pk__in=rows[:MOST_NAMED])
    return Change(label, len(rows), Listing(kind, actor, {}, visible), len(rows) - visible.count())
