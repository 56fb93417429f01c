"""Regions of GB/T 2260 down to counties, with all codes since 1980: an identity number keeps its first six digits.

The table is `regions.txt`; `scripts/regions.py` writes it. It stays one text in memory (270 KB, read when first asked)
and is searched as it stands: a dictionary of its rows would take 2.7 MB of each worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

STANDARD = "GB/T 2260"
TABLE = Path(__file__).with_name("regions.txt")
# Regulation on residence permits of people from Hong Kong, Macao and Taiwan (2018): the only whole provinces on cards.
_ON_RESIDENCE_PERMITS = ("810000", "820000", "830000")


class Region(NamedTuple):
    """A code with the name it had in the lists of some years.

    Attributes:
        code: six digits.
        name: without the names of what it lies in.
        first: year of the first list that has both; 0 when the list of 1980 has them.
        last: year of the last list; 9999 while in force.
    """

    code: str
    name: str
    first: int
    last: int

    @property
    def in_force(self) -> bool:
        """Whether the code still means this."""
        return self.last == 9999

    def years_from(self, year: int) -> int:
        """How many years lie between a year and the lists with this row; 0 inside."""
        return max(self.first - year, year - self.last, 0)


def gathers(name: str) -> bool:
    """Whether a row only gathers others, such as 市辖区 or 省直辖县级行政区划."""
    return name in ("市辖区", "县", "市") or "直辖" in name


@lru_cache(maxsize=1024)
def is_region(code: str) -> bool:
    """Whether six digits can begin an identity number: a region below the provinces, in force or not."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return False
    if code.endswith("0000"):
        return code in _ON_RESIDENCE_PERMITS
    return _table().find(f"\n{code} ", *_bounds(code[:2])) >= 0


def region_of(code: str, year: int | None = None) -> str:
    """A region in words, from the province downwards.

    Args:
        code: six digits; a code that nobody knows gives as much as is known of it, "" at worst.
        year: the year whose names are meant, the nearest known where it has none; None means the latest.
    """
    parts = dict.fromkeys((code[:2].ljust(6, "0"), code[:4].ljust(6, "0"), code))
    names = (_name(part, year) for part in parts)
    return "".join(name for name in names if not gathers(name))


def all_regions() -> Iterator[Region]:
    """Every row of the table, by code and year."""
    return (_read(line) for line in _table().splitlines() if line[:6].isdigit())


def prefectures() -> list[str]:
    """Codes in force of the cities and prefectures that are divided into counties, so that no card bears them."""
    in_force = [row for row in all_regions() if row.in_force]
    divided = {row.code[:4] for row in in_force if not row.code.endswith("00") and not gathers(row.name)}
    return [row.code for row in in_force if row.code[4:] == "00" and row.code[:4] in divided and not gathers(row.name)]


def _name(code: str, year: int | None) -> str:
    rows = _rows(code)
    if not rows:
        return ""
    return rows[-1].name if year is None else min(reversed(rows), key=lambda row: row.years_from(year)).name


def _rows(code: str) -> list[Region]:
    """All that a code has meant, oldest first."""
    table, head, found = _table(), f"\n{code} ", []
    start = table.find(head, *_bounds(code[:2])) if len(code) == 6 else -1
    while start >= 0:
        end = table.index("\n", start + 1)
        found.append(_read(table[start + 1 : end]))
        start = end if table.startswith(head, end) else -1
    return found


def _read(line: str) -> Region:
    code, name, *years = line.split(" ")
    first, last = years[0].split("-") if years else ("", "")
    return Region(code, name, int(first or 0), int(last or 9999))


@lru_cache(maxsize=128)
def _bounds(province: str) -> tuple[int, int]:
    """Where the rows of a province stand in the table, which is ordered: a thirtieth of it to be searched."""
    table = _table()
    start = table.find(f"\n{province}0000 ")
    following = re.compile(rf"\n(?!{re.escape(province)})\d\d0000 ").search(table, start + 1) if start >= 0 else None
    return (start, following.start() if following else len(table)) if start >= 0 else (0, 0)


@lru_cache(maxsize=1)
def _table() -> str:
    return f"\n{TABLE.read_text('utf-8')}"
