"""What every format is read into: named sheets that give their rows one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..cells import Value

Row = list[Value]
MAX_COLUMNS = 512


@dataclass(frozen=True)
class Merge:
    """A merged range; rows and columns count from 1 and 0 and include both ends."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


def _no_merges() -> list[Merge]:
    return []


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Rows are read from the file each time they are asked for, never held.

    `rows()` gives pairs of row number (from 1, as the spreadsheet program shows it) and values; rows without
    values may be left out.
    """

    name: str
    open_rows: Callable[[], Iterator[tuple[int, Row]]]
    open_merges: Callable[[], list[Merge]] = field(default=_no_merges)
    hidden: bool = False

    def rows(self) -> Iterator[tuple[int, Row]]:
        return self.open_rows()

    def merges(self) -> list[Merge]:
        return self.open_merges()


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(reference: str) -> int:
    """The column, counted from 0, of a cell reference such as `AB12`."""
    index = 0
    for char in reference:
        if not "A" <= char <= "Z":
            break
        index = index * 26 + ord(char) - 64
    return index - 1
