"""The refused rows as a spreadsheet: as they stood in the file, with where, and why, in a column of reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _

from dangjian.kernel.documents.cells import Column, Sheet
from dangjian.kernel.documents.xlsx import xlsx_file

from .holding import by_key
from .models import ImportBatch, ImportRow
from .queries import specs_of
from .targets import Action, FieldSpec


def errors_workbook(batch: ImportBatch, *, watermark: str | None = None) -> IO[bytes]:
    """A workbook of the refused rows; corrected in the same columns, it can be uploaded again as it is.

    Args:
        batch: a previewed import.
        watermark: the line that says who exported it.
    """
    specs = specs_of(batch)
    columns = [Column(_("Sheet")), Column(_("Row"), width=8), *(Column(spec.label) for spec in specs)]
    columns.append(Column(_("Reasons for refusal"), width=60))
    return xlsx_file([Sheet(_("Refused rows"), columns, _rows(batch, specs))], watermark=watermark)


def reasons(row: ImportRow, specs: Sequence[FieldSpec]) -> str:
    """Why a row is refused, each reason with the name of its column."""
    labels = {spec.key: str(spec.label) for spec in specs}
    return "；".join(f"{labels[key]}：{note.text}" if key in labels else note.text for key, note in row.problems)


def _rows(batch: ImportBatch, specs: Sequence[FieldSpec]) -> Iterator[list[str]]:
    for rows in by_key(batch.rows.filter(action=Action.REFUSE)):
        for row in rows:
            yield [row.sheet, str(row.number), *(row.raw.get(spec.key, "") for spec in specs), reasons(row, specs)]
