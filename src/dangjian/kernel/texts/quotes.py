"""Figures as a text prints them: number, note and where they open; living in a draft, frozen in what is issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dangjian.kernel.figures.compute import Value
from dangjian.kernel.figures.readings import Difference, differences
from dangjian.kernel.figures.templatetags.figures import address_of
from dangjian.kernel.figures.words import number_words
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .models import Part, PrintedFigure
from .references import Answers


@dataclass(frozen=True)
class Quote:
    """One printed figure.

    Attributes:
        shown: the number as it stands in the text.
        label: what it is called; head of a column.
        unit: its unit, for the head of a column.
        note: where the number comes from, for the foot of a printed page.
        url: where it opens.
        since: what changed since it was issued, such as "+2 −1"; "" when nothing did.
        since_url: the list of what came and went.
    """

    shown: str
    label: str
    unit: str
    note: str
    url: str
    since: str = ""
    since_url: str = ""


@dataclass(frozen=True)
class QuotedTable:
    """Figures by child organisation: a head and the rows."""

    heads: list[str]
    rows: list[tuple[str, list[Quote]]]


@dataclass
class Quotes:
    """All figures of a text by reference, all tables by the words behind ``table``."""

    figures: dict[str, Quote] = field(default_factory=dict)
    tables: dict[str, QuotedTable] = field(default_factory=dict)


def shown_number(value: Value) -> str:
    """The number as it stands in a sentence: percentages with their sign, everything else without its unit."""
    words = number_words(value)
    is_percent = str(value.figure.unit) == "%" and value.number is not None
    return f"{words.number}%" if is_percent else words.number


def note_of(organisation: Organisation, value: Value) -> str:
    """Where a number comes from: definition, numerator and denominator, scope, day, version."""
    figure, parts = value.figure, number_words(value).parts
    sentences = [_("{label}: {definition}").format(label=figure.label, definition=figure.definition)]
    if parts:
        sentences.append(_("Numerator and denominator: {parts}.").format(parts=parts))
    if value.withheld:
        sentences.append(_("The group is too small, so the number is not shown."))
    sentences.append(
        _("{organisation} and everything below it, {period}, as of {day}; version {version} of the definition.").format(
            organisation=organisation.short_name,
            period=value.scope.period.name,
            day=day_text(value.scope.as_of),
            version=figure.version,
        )
    )
    return ("" if (get_language() or "").startswith("zh") else " ").join(sentences)


def quote_of(organisation: Organisation, value: Value) -> Quote:
    """A computed value as it is printed."""
    return Quote(
        shown=shown_number(value),
        label=str(value.figure.label),
        unit=str(value.figure.unit),
        note=note_of(organisation, value),
        url=address_of(value, organisation.pk),
    )


def living(answers: Answers) -> Quotes:
    """The figures of a draft as they are now."""
    quotes = Quotes({text: quote_of(*answered) for text, answered in answers.values.items()})
    for text, rows in answers.tables.items():
        quoted = [(child.short_name, [quote_of(child, value) for value in values]) for child, values in rows]
        quotes.tables[text] = _table(quoted)
    return quotes


def frozen(
    figures: Iterable[PrintedFigure], today: date, address: Callable[[PrintedFigure], str] = lambda one: ""
) -> Quotes:
    """The figures of an issued text as they were, with what changed since.

    Args:
        figures: what was printed, with its readings.
        today: the day on which changes are looked for.
        address: of the list of what came and went behind a figure; "" where there is none.
    """
    figures = list(figures)
    changed = differences([one.reading for one in figures], today)
    parts: dict[str, list[PrintedFigure]] = defaultdict(list)
    for one in figures:
        if one.part != Part.WHOLE:
            parts[one.reference].append(one)
    quotes = Quotes()
    rows: dict[str, dict[int, tuple[str, list[Quote]]]] = defaultdict(dict)
    for one in figures:
        if one.part != Part.WHOLE:
            continue
        quote = _frozen(one, since_words(one, parts[one.reference], changed), address)
        if one.reference.startswith(TABLE):
            place = one.reading.organisation_id
            row = rows[one.reference.removeprefix(TABLE)].setdefault(place, (one.reading.organisation_name, []))
            row[1].append(quote)
        else:
            quotes.figures[one.reference] = quote
    quotes.tables = {text: _table(list(by_place.values())) for text, by_place in rows.items()}
    return quotes


TABLE = "table "
"""What the reference of a cell begins with; no key of a figure can."""


def since_words(one: PrintedFigure, parts: Iterable[PrintedFigure], changed: Mapping[int, Difference]) -> str:
    """What changed behind an issued figure: "+2 −1", of a ratio for each part; else the number now; "" for nothing."""
    difference = changed[one.reading_id]
    if difference.named:
        return _came_and_went(difference)
    told = [(part, _came_and_went(changed[part.reading_id])) for part in parts if changed[part.reading_id].named]
    words = [f"{part.get_part_display()} {words}" for part, words in told if words]
    if words:
        return " · ".join(words)
    if difference.is_none or difference.now is None:
        return ""
    return _("now {number}").format(number=shown_number(difference.now))


def _came_and_went(difference: Difference) -> str:
    if difference.came or difference.gone:
        return f"+{len(difference.came)} −{len(difference.gone)}"
    if not difference.is_none and difference.now is not None:
        return _("now {number}").format(number=shown_number(difference.now))
    return ""


def _frozen(one: PrintedFigure, since: str, address: Callable[[PrintedFigure], str]) -> Quote:
    reading = one.reading
    figure = reverse("figures:figure", args=[reading.figure])
    return Quote(
        shown=one.shown,
        label=one.label,
        unit=one.unit,
        note=one.note,
        url=f"{figure}?organisation={reading.organisation_id}&period={reading.period}",
        since=since,
        since_url=address(one) if since else "",
    )


def _table(rows: list[tuple[str, list[Quote]]]) -> QuotedTable:
    first = rows[0][1] if rows else []
    return QuotedTable([_head(quote) for quote in first], rows)


def _head(quote: Quote) -> str:
    if quote.unit == "%":  # the cells say it
        return quote.label
    return _("{label} ({unit})").format(label=quote.label, unit=quote.unit)
