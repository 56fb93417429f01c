"""Reader of the old .xls through calamine; its 65,536 rows of 256 columns bound the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from .kinds import damaged, password_protected
from .sheet import Merge, Row, Sheet


def open_xls(file: IO[bytes]) -> list[Sheet]:
    """The sheets of an old workbook.

    Raises:
        UnusableFile: when it has a password or cannot be read.
    """
    try:
        book = CalamineWorkbook.from_filelike(file)
        return [_sheet(book, meta.name, meta.visible != SheetVisibleEnum.Visible) for meta in book.sheets_metadata]
    except PasswordError as error:
        raise password_protected() from error
    except BaseException as error:
        if isinstance(error, CalamineError) or type(error).__name__ == "PanicException":
            raise (password_protected() if "assword" in str(error) else damaged()) from error
        raise


def _sheet(book: CalamineWorkbook, name: str, hidden: bool) -> Sheet:
    held: list[CalamineSheet] = []

    def sheet() -> CalamineSheet:
        if not held:
            try:
                held.append(book.get_sheet_by_name(name))
            except BaseException as error:
                if isinstance(error, CalamineError) or type(error).__name__ == "PanicException":
                    raise damaged() from error
                raise
        return held[0]

    def rows() -> Iterator[tuple[int, Row]]:
        start = sheet().start
        if start is None:
            return
        before: Row = [None] * start[1]
        for number, row in enumerate(sheet().iter_rows(), 1):
            if any(value != "" for value in row):
                yield number, before + [None if value == "" else value for value in row]

    def merges() -> list[Merge]:
        ranges = sheet().merged_cell_ranges or []
        return [Merge(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in ranges]

    return Sheet(name, rows, merges, hidden)
