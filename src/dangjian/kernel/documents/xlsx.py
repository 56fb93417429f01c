"""Spreadsheets of any length in bounded memory.

The writer (rustpy-xlsxwriter) is young, so nothing outside this module knows it. Text is always written as text: an
entry that begins with `=`, `+`, `-` or `@` cannot become a formula on the reader's machine.
"""

import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from os import PathLike
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

from dangjian.kernel.documents.cells import CellKind, Column, Sheet, local, printable, shown
from dangjian.kernel.documents.errors import DocumentError

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_MAX_WHOLE = 10**15  # beyond this Excel rounds
_FIRST_DAY = date(1900, 3, 1)  # before this Excel counts a day that never was
_IN_MEMORY = 2 * 1024 * 1024
_A4 = 9
_FORMATS = {
    CellKind.TEXT: "@",
    CellKind.INTEGER: "0",
    CellKind.NUMBER: "#,##0.##",
    CellKind.PERCENT: "0.0%",
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.MOMENT: "yyyy-mm-dd hh:mm",
}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_xlsx(
    target: str | PathLike[str] | BinaryIO, sheets: Iterable[Sheet], *, watermark: str | None = None
) -> None:
    """Write the sheets, each with a frozen, filtered head that is printed on every page, A4 across.

    `watermark` is a line above the head that says who exported when; it is printed on every page as well. Rows are
    read once and not kept. Raises `DocumentError` when a sheet has more rows than a spreadsheet can hold.
    """
    book = FastExcel(target, output_format="xlsx").format(datetime_format=_FORMATS[CellKind.MOMENT])
    names: set[str] = set()
    for sheet in sheets:
        name = _sheet_name(str(sheet.name), names)
        head = 1 if watermark else 0
        book.freeze(row=head + 1, sheet=name)
        book.sheet(name, _records(sheet, MAX_ROWS - head - 1), **_layout(sheet.columns, watermark))
    book.save()


def xlsx_file(sheets: Iterable[Sheet], *, watermark: str | None = None) -> IO[bytes]:
    """The sheets as a temporary file at its beginning, for a download; kept in memory only while small."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it when sent
    try:
        write_xlsx(file, sheets, watermark=watermark)  # type: ignore[arg-type]
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _layout(columns: Sequence[Column], watermark: str | None) -> dict[str, Any]:
    head = 1 if watermark else 0
    labels = _labels(columns)
    page = {
        "landscape": True,
        "paper_size": _A4,
        "repeat_rows": (0, head),
        "fit_to_pages": (1, 0),
        "footer": "&C&P / &N",
    }
    layout: dict[str, Any] = {
        "header_row": head,
        "header_format": Format().set_bold().set_text_wrap().set_align("center").set_border_bottom("thin"),
        "column_widths": {label: column.width for label, column in zip(labels, columns, strict=True)},
        "column_formats": {
            label: Format().set_num_format(_FORMATS[column.kind])
            for label, column in zip(labels, columns, strict=True)
            if column.kind is not CellKind.TEXT
        },
        "autofilter": True,
        "page_setup": page,
    }
    if watermark:
        text = _text(watermark)
        layout["merge_ranges"] = [(0, 0, 0, max(1, len(columns) - 1), text, Format().set_font_color("#666666"))]
    return layout


def _records(sheet: Sheet, limit: int) -> Iterator[dict[str, Any]]:
    labels = _labels(sheet.columns)
    rows = iter(sheet.rows)
    # Without a single record the writer would leave out the head.
    first = next(rows, (None,) * len(labels))
    for number, row in enumerate(itertools.chain([first], rows), start=1):
        if number > limit:
            raise DocumentError(_("A spreadsheet holds at most {count} rows. Narrow the list.").format(count=limit))
        yield {label: _cell(value) for label, value in zip(labels, row, strict=True)}


def _labels(columns: Sequence[Column]) -> list[str]:
    labels: list[str] = []
    for column in columns:
        label, number = _text(str(column.label)), 2
        while label in labels:
            label, number = f"{column.label} ({number})", number + 1
        labels.append(label)
    return labels


def _cell(value: Any) -> Any:
    match value:
        case None | "":
            return None
        case bool():
            return shown(value)
        case int():
            return value if abs(value) < _MAX_WHOLE else str(value)
        case float():
            return value if isfinite(value) else None
        case Decimal():
            return float(value) if value.is_finite() else None
        case datetime():
            return local(value) if value.date() >= _FIRST_DAY else shown(value)
        case date():
            return value if value >= _FIRST_DAY else shown(value)
        case _:
            return _text(shown(value))


def _text(value: str) -> str:
    return printable(value)[:MAX_TEXT]


def _sheet_name(wanted: str, names: set[str]) -> str:
    plain = _NOT_IN_NAMES.sub(" ", printable(wanted)).strip(" '") or "1"
    name, number = plain[:31], 2
    while name.lower() in names:
        name, number = f"{plain[:27]} {number}", number + 1
    names.add(name.lower())
    return name
