"""Finding the table in a sheet: titles above, one or two header rows, sections, totals, notes and signatures below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .cells import Value, as_text, folded, is_blank
from .mapping import Header, knows, normalised, words_of
from .reading import Merge, Row, Sheet
from .targets import FieldSpec

_HEADER_WITHIN = 40
_SAMPLE_ROWS = 50
_LONGEST_HEADER = 60
_FOOTER = re.compile(
    r"^(填表人|填报人|制表人?|填表|填报|制表|经办人|审核人?|复核人?|负责人|党组织书记|书记签|签字|签名|联系人|单位负责人|填表日期|填报日期|日期|"
    r"\(?盖章\)?|注|备注|说明|填表说明|附注|\*|※)[\s:：\d(（.、]|^(注|备注|说明|填表说明)$|^.{0,10}(签字|签名|盖章)\)?[:(]?$"
)
_TOTAL = re.compile(r"^(合计|总计|小计|共计|本页小计|共\d+(人|名|行|条))")
_DEFAULT_NAME = re.compile(r"^(sheet|工作表|表)\s*\d*$", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table found in a sheet: the number of its last header row, its columns, and the title above."""

    sheet: Sheet
    header_row: int
    headers: tuple[Header, ...]
    title: str = ""

    @property
    def name_hint(self) -> str:
        """The sheet's name, unless it is the program's own “Sheet1”."""
        return "" if _DEFAULT_NAME.match(self.sheet.name.strip()) else self.sheet.name.strip()


class TableRow(NamedTuple):
    """A row of data: its number as shown by the spreadsheet program, its cells, and the section row above it."""

    number: int
    cells: Row
    section: str = ""

    def cell(self, column: int) -> Value:
        return self.cells[column] if column < len(self.cells) else None


def find_tables(sheets: Sequence[Sheet], specs: Sequence[FieldSpec]) -> list[Table]:
    """The tables whose headers name at least two fields (one, if the target has only one); one per sheet at most."""
    return [table for sheet in sheets if (table := find_table(sheet, specs)) is not None]


def find_table(sheet: Sheet, specs: Sequence[FieldSpec]) -> Table | None:
    """The table of a sheet, or None when no row is a recognisable header."""
    head = list(itertools.islice(sheet.rows(), _HEADER_WITHIN))
    merges = [merge for merge in sheet.merges() if head and merge.first_row <= head[-1][0]]
    best: tuple[int, int, int] = (0, 0, 0)
    words = words_of(specs)
    singles = [_recognised([(text,) for text in _texts(row)], words) for _number, row in head]
    for index, single in enumerate(singles):
        best = max(best, (single, -index, 1))
        if index + 1 < len(head) and (pair := _two_rows(head[index], head[index + 1], merges)):
            double = _recognised(list(pair.values()), words)
            if double > max(single, singles[index + 1]):
                best = max(best, (double, -index, 2))
    found, position, depth = best[0], -best[1], best[2]
    if found < min(2, len(specs)):
        return None
    if depth == 2:
        wordings = _two_rows(head[position], head[position + 1], merges) or {}
    else:
        wordings = {column: (text,) for column, text in enumerate(_texts(head[position][1])) if text}
    number = head[position + depth - 1][0]
    title = next((text for _n, row in head[:position] for text in _texts(row) if text), "")
    return Table(sheet, number, tuple(Header(column, texts) for column, texts in sorted(wordings.items())), title)


def samples(table: Table) -> dict[int, list[Value]]:
    """Some values of every column, for recognising a column by its content."""
    columns = [header.column for header in table.headers]
    found: dict[int, list[Value]] = {column: [] for column in columns}
    for row in itertools.islice(table_rows(table, columns), _SAMPLE_ROWS):
        for column in columns:
            found[column].append(row.cell(column))
    return found


def table_rows(table: Table, columns: Sequence[int]) -> Iterator[TableRow]:
    """The data rows of a table: without blank rows, totals, notes, signatures and repeated headers.

    Vertically merged cells hold their value in each of their rows. A text merged across the table is a section
    heading and is told with the rows below it.

    Args:
        table: the table.
        columns: the columns in use; a row that says nothing in them is no row.
    """
    merges = table.sheet.merges()
    fill = _Fill([m for m in merges if m.last_row > m.first_row > table.header_row and _narrow(m)])
    wide = {(m.first_row, m.first_column) for m in merges if m.last_column > m.first_column}
    repeated = {header.column: {normalised(text) for text in header.wordings} for header in table.headers}
    section = ""
    for number, cells in table.sheet.rows():
        if number <= table.header_row:
            continue
        filled = [(column, value) for column, value in enumerate(cells) if not is_blank(value)]
        if not filled:
            continue
        column, value = filled[0]
        first = folded(value)
        outside = (number, column) in wide or column not in columns
        if outside and len(filled) == 1 and isinstance(value, str) and not _ends(first):
            section = first if len(first) <= _LONGEST_HEADER else section
            continue
        if _is_footer(first, filled, columns) or _is_header_again(filled, repeated):
            continue
        row = TableRow(number, fill.filled(number, cells), section)
        if column in columns or not all(is_blank(row.cell(place)) for place in columns):
            yield row


def _narrow(merge: Merge) -> bool:
    return merge.last_column - merge.first_column < 3


def _ends(text: str) -> bool:
    return bool(_FOOTER.match(text) or _TOTAL.match(text))


def _is_footer(first: str, filled: Sequence[tuple[int, Value]], columns: Sequence[int]) -> bool:
    """Totals always, notes and signatures when the row is much emptier than a row of data."""
    if _TOTAL.match(first):
        return True
    return bool(_FOOTER.match(first)) and len(filled) <= max(2, len(columns) // 2)


def _is_header_again(filled: Sequence[tuple[int, Value]], headers: dict[int, set[str]]) -> bool:
    column, value = filled[0]
    if normalised(as_text(value)) not in headers.get(column, ()):
        return False
    same = sum(normalised(as_text(value)) in headers.get(column, ()) for column, value in filled)
    return same >= 2 and same * 2 > len(filled)


def _texts(row: Row) -> list[str]:
    return [folded(v) if isinstance(v, str) and len(v) <= _LONGEST_HEADER else "" for v in row]


def _recognised(wordings: Sequence[tuple[str, ...]], words: frozenset[str]) -> int:
    return sum(knows(texts, words) for texts in wordings if any(texts))


def _two_rows(
    upper: tuple[int, Row], lower: tuple[int, Row], merges: Sequence[Merge]
) -> dict[int, tuple[str, ...]] | None:
    """The wordings of a header of two rows, or None when the two rows cannot be one header.

    A lower text stands below a group: a merged upper cell, or blanks to the right of one. Upper texts with a text
    of their own right below must be fewer, or else the lower row is data.
    """
    if lower[0] != upper[0] + 1:
        return None
    above, below = _texts(upper[1]), _texts(lower[1])
    spans = {m.first_column: m.last_column for m in merges if m.first_row <= upper[0] <= m.last_row < lower[0]}
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    wordings: dict[int, tuple[str, ...]] = {}
    group, until, grouped, lonely = "", -1, 0, 0
    for column in range(width):
        if above[column]:
            group = above[column]
            opens = below[column] and column + 1 < width and not above[column + 1] and below[column + 1]
            until = spans.get(column, width if opens else column - 1)
        if below[column]:
            alone = bool(above[column]) and column > until
            top = group if column <= until or alone else ""
            lonely += alone
            grouped += bool(top) and not alone
            wordings[column] = (top + below[column], below[column], top) if top else (below[column],)
        elif above[column]:
            wordings[column] = (above[column],)
            until = column - 1
    return wordings if grouped >= 2 and grouped > lonely else None


@dataclass
class _Fill:
    """Carries the value of vertically merged cells down their rows."""

    merges: list[Merge]
    active: list[tuple[Merge, Value]] = field(default_factory=list)
    position: int = 0

    def __post_init__(self) -> None:
        self.merges.sort(key=lambda merge: merge.first_row)

    def filled(self, number: int, cells: Row) -> Row:
        while self.position < len(self.merges) and self.merges[self.position].first_row <= number:
            merge = self.merges[self.position]
            self.position += 1
            if merge.first_row == number and merge.first_column < len(cells):
                self.active.append((merge, cells[merge.first_column]))
        if self.active:
            self.active = [(merge, value) for merge, value in self.active if merge.last_row >= number]
            cells = list(cells)
            for merge, value in self.active:
                cells.extend([None] * (merge.first_column + 1 - len(cells)))
                if cells[merge.first_column] is None:
                    cells[merge.first_column] = value
        return cells
