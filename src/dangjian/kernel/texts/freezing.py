"""Freezing what a text prints, on the day it is issued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.figures.compute import Value, compute_all
from dangjian.kernel.figures.measures import Ratio
from dangjian.kernel.figures.services import freeze
from dangjian.kernel.tree.models import Organisation

from .models import Part, PrintedFigure
from .quotes import TABLE, quote_of
from .references import Answers

P = TypeVar("P", bound=PrintedFigure)
Quoted = tuple[str, str, Organisation, Value]
"""Reference, part, organisation, value."""


def printed_figures(
    answers: Answers, made: Callable[..., P], *, issued_in: str, by: Actor | None, first: int = 0
) -> list[P]:
    """Freeze every figure that a text asks for, with the digest of its rows; the caller keeps what comes back.

    Args:
        answers: of the text, without problems.
        made: makes an unsaved row of the room's table from the fields of `PrintedFigure`.
        issued_in: words for what is issued.
        by: who issues it.
        first: place of the first of them, for what is issued in several texts.
    """
    quoted = list(_quoted(answers))
    readings = freeze([(organisation, value) for _r, _p, organisation, value in quoted], issued_in=issued_in, by=by)
    figures = []
    for place, ((reference, part, organisation, value), reading) in enumerate(
        zip(quoted, readings, strict=True), start=first
    ):
        quote = quote_of(organisation, value)
        figures.append(
            made(
                reading=reading,
                place=place,
                reference=reference,
                part=part,
                label=quote.label[:120],
                unit=quote.unit[:40],
                shown=quote.shown[:40],
                note=quote.note,
            )
        )
    return figures


def _quoted(answers: Answers) -> Iterator[Quoted]:
    """Everything that is frozen: each value, of a ratio also its parts, then the cells of the tables."""
    parts = [
        (text, part, organisation, key, value.scope)
        for text, (organisation, value) in answers.values.items()
        if isinstance(value.figure.measure, Ratio)
        for part, key in (
            (Part.NUMERATOR, value.figure.measure.numerator),
            (Part.DENOMINATOR, value.figure.measure.denominator),
        )
    ]
    values = compute_all([(key, scope) for _text, _part, _organisation, key, scope in parts])
    for text, (organisation, value) in answers.values.items():
        yield text, Part.WHOLE, organisation, value
    for (text, part, organisation, _key, _scope), value in zip(parts, values, strict=True):
        yield text, part, organisation, value
    for text, rows in answers.tables.items():
        for child, cells in rows:
            for value in cells:
                yield f"{TABLE}{text}", Part.WHOLE, child, value
