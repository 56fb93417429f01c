"""From a row of a sheet to a clean row: each mapped cell parsed, gaps filled from the section or the sheet's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from .cells import CellFault, Level, Note, Parsed, Value, as_text, sentence
from .cells.base import REQUIRED
from .tables import Table, TableRow, table_rows
from .targets import CleanRow, FieldSpec

FROM_CONTEXT = sentence("from-context", Level.REPAIRED, _("Taken from the heading “{text}”."))

_REMEMBERED = 1 << 14
_Asked = tuple[FieldSpec, int | None, Callable[[Value], tuple[str, Parsed]]]


def clean_table(
    table: Table, columns: Mapping[int, str], specs: Sequence[FieldSpec], today: dt.date
) -> Iterator[CleanRow]:
    """The clean rows of a table.

    Args:
        table: where to read.
        columns: column (from 0) to field key.
        specs: the target's fields.
        today: for rules about dates.
    """
    places = {key: column for column, key in columns.items()}
    blank = CleanRow(table.sheet.name, 0, {}, {})
    asked: list[_Asked] = []
    for spec in specs:
        if spec.key in places or spec.from_context:
            asked.append((spec, places.get(spec.key), _remembering(spec, today)))
        else:
            _take(blank, spec, spec.parse(None, today))
    for row in table_rows(table, sorted(columns)):
        yield _clean(table, row, asked, blank, today)


def clean_texts(row: CleanRow, specs: Sequence[FieldSpec], today: dt.date) -> CleanRow:
    """A row parsed again from its raw texts, after a clerk corrected some of them."""
    fresh = CleanRow(row.sheet, row.number, row.raw, {})
    for spec in specs:
        _take(fresh, spec, spec.parse(row.raw.get(spec.key) or None, today))
    return fresh


def _remembering(spec: FieldSpec, today: dt.date) -> Callable[[Value], tuple[str, Parsed]]:
    """What stands in a cell, and what it means; the same few words, codes and days fill most cells of a column."""

    @lru_cache(maxsize=_REMEMBERED, typed=True)
    def read(value: Value) -> tuple[str, Parsed]:
        return shown(value), spec.parse(value, today)

    return read


def _clean(table: Table, row: TableRow, asked: Sequence[_Asked], blank: CleanRow, today: dt.date) -> CleanRow:
    notes = {key: list(found) for key, found in blank.notes.items()}
    clean = CleanRow(blank.sheet, row.number, {}, dict(blank.values), notes)
    cells, width = row.cells, len(row.cells)
    for spec, place, read in asked:
        text, parsed = read(cells[place] if place is not None and place < width else None)
        if text:
            clean.raw[spec.key] = text
        if spec.from_context and parsed.value is None and parsed.problem is None:
            parsed = _from_context(spec, (row.section, table.name_hint), today)
        if parsed.notes or spec.required:
            _take(clean, spec, parsed)
        else:
            clean.values[spec.key] = parsed.value
    return clean


def _take(clean: CleanRow, spec: FieldSpec, parsed: Parsed) -> None:
    clean.values[spec.key] = parsed.value
    notes = list(parsed.notes)
    if spec.required and parsed.value is None and parsed.problem is None:
        notes.append(Note(REQUIRED))
    if notes:
        clean.notes[spec.key] = notes


def _from_context(spec: FieldSpec, texts: Sequence[str], today: dt.date) -> Parsed:
    for text in texts:
        if text:
            parsed = spec.parse(text, today)
            if parsed.value is not None and parsed.problem is None:
                return parsed.adding(FROM_CONTEXT, text=text)
    return Parsed(None)


def shown(value: Value) -> str:
    """A raw cell as the preview shows it."""
    return "#" if isinstance(value, CellFault) else as_text(value)
