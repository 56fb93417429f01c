"""Reads for the pages of an import: what the columns were taken for, and how far the work is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.work.progress import Progress

from .cells import Value
from .cleaning import shown
from .mapping import Match, recognise, remembered, signature
from .models import WORKING, ImportBatch, RememberedMapping
from .reading import Sheet, UnusableFile, open_workbook
from .storage import opened, progress
from .tables import Table, find_tables, samples
from .targets import FieldSpec, registry


@dataclass(frozen=True)
class SheetPlan:
    """What was recognised in one sheet: where its header is, what each column is taken for, some values of each."""

    sheet: str
    title: str
    header_row: int
    signature: str
    matches: tuple[Match, ...]
    examples: dict[int, list[str]]

    @property
    def columns(self) -> dict[int, str]:
        """Column to field key, without the unused columns."""
        return {match.column: match.key for match in self.matches if match.key}


def specs_of(batch: ImportBatch) -> tuple[FieldSpec, ...]:
    """The fields that the batch's target takes for its organisation."""
    return registry[batch.target].fields(batch.organisation)


def plan(batch: ImportBatch) -> list[SheetPlan]:
    """What is recognised in the batch's file; a mapping corrected earlier for the same headers comes first.

    Raises:
        UnusableFile: no sheet holds a table with headers that the target knows.
    """
    specs = specs_of(batch)
    with opened(batch.stored_as) as file:
        sheets = open_workbook(file, name=batch.file_name)
        return [_plan(batch, table, specs) for table in tables_of(sheets, specs)]


def tables_of(sheets: Sequence[Sheet], specs: Sequence[FieldSpec]) -> list[Table]:
    """The tables of a workbook.

    Raises:
        UnusableFile: there is none; the message names headers that would be understood.
    """
    tables = find_tables(sheets, specs)
    if not tables:
        wanted = "、".join(str(spec.label) for spec in specs if spec.required) or str(specs[0].label)
        raise UnusableFile(
            _("No row with known column headings was found. At least these are needed: %(columns)s.")
            % {"columns": wanted}
        )
    return tables


def stopped(target: str, organisation: Organisation, file: IO[bytes]) -> ImportBatch | None:
    """An import of the same file that was started without a person in front and whose process was killed."""
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    same = ImportBatch.objects.filter(
        target=target, organisation=organisation, file_sha256=digest.hexdigest(), state__in=WORKING, asked_by=None
    )
    return next((batch for batch in same.select_related("organisation") if not progress(batch.pk).alive), None)


def progress_of(batch: ImportBatch) -> Progress:
    """How far the work on a batch is, visible while its transaction is still open."""
    return progress(batch.pk)


def _plan(batch: ImportBatch, table: Table, specs: Sequence[FieldSpec]) -> SheetPlan:
    values: dict[int, list[Value]] = samples(table)
    key = signature(table.headers)
    memory = RememberedMapping.objects.filter(
        organisation=batch.organisation, target=batch.target, signature=key
    ).first()
    matches = remembered(table.headers, memory.mapping, specs) if memory else recognise(table.headers, values, specs)
    examples = {column: [shown(v) for v in found if v is not None][:3] for column, found in values.items()}
    return SheetPlan(table.sheet.name, table.title, table.header_row, key, tuple(matches), examples)
