"""Reads about work reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.official import OfficialDocument
from dangjian.kernel.figures.readings import differences
from dangjian.kernel.figures.registry import registry
from dangjian.kernel.records import kinds
from dangjian.kernel.records.listing import Listing
from dangjian.kernel.texts.markup import parse
from dangjian.kernel.texts.models import Part, PrintedFigure
from dangjian.kernel.texts.queries import Reading, live_reading
from dangjian.kernel.texts.quotes import frozen
from dangjian.kernel.texts.rendering import document, show
from dangjian.ui.formats import day_text

from .models import IssuedFigure, Report

MOST_NAMED = 5_000
"""Of what came and went at most so many rows are listed."""


@dataclass(frozen=True)
class Change:
    """What came or went behind an issued figure: the rows the reader may see, and how many they may not."""

    label: str
    count: int
    listing: Listing | None
    hidden: int


def reading_of(report: Report, today: date) -> Reading:
    """A report as it is read: a draft with living figures, an issued one with frozen ones."""
    if not report.is_issued:
        return live_reading(report.text, report.organisation, report.about, today)
    figures = report.issued_figures.select_related("reading")
    return Reading(show(parse(report.text), frozen(figures, today, _differences)), [])


def _differences(figure: PrintedFigure) -> str:
    return reverse("reports:differences", args=[figure.pk])


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
