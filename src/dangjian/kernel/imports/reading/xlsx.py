"""Streaming reader of .xlsx: rows in constant memory.

Measured on 300,000 rows of 20 columns: calamine, which holds a sheet as one dense block, needed 567 MB for the
sheet alone and would allocate a cell for every place of a sheet whose only far cell is XFD1048576. This reader holds
one row and the shared texts. It also sees what calamine hides: a formula without a stored result, and error values.
"""

from __future__ import annotations

import datetime as dt
import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.parsers import expat

from ..cells import CellFault, Value
from .errors import UnusableFile
from .kinds import damaged
from .sheet import MAX_COLUMNS, Merge, Row, Sheet, column_index

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    KeyError,
    ValueError,
    OverflowError,
    EOFError,
    NotImplementedError,
    OSError,
)
_CHUNK = 1 << 18
_MAX_TEXT = 40_000
_MAX_MERGES = 200_000
_BUILTIN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def open_xlsx(file: IO[bytes]) -> list[Sheet]:
    """The sheets of a workbook, visible ones first in workbook order.

    Raises:
        UnusableFile: when the container or one of its parts cannot be read; also while rows are read.
    """
    try:
        archive = zipfile.ZipFile(file)
        return _Book(archive).sheets()
    except _DAMAGE as error:
        raise damaged() from error


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        self.epoch = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet knows no time zone)
        self._dates: list[bool] | None = None
        self._texts: list[str] | None = None

    def sheets(self) -> list[Sheet]:
        found: list[tuple[str, str, bool]] = []
        links: dict[str, str] = {}

        def workbook(name: str, attrs: dict[str, str]) -> None:
            if name == "sheet":
                link = next((v for k, v in attrs.items() if k == "id" or k.endswith(":id")), "")
                found.append((attrs.get("name", ""), link, attrs.get("state", "visible") != "visible"))
            elif name == "workbookPr" and attrs.get("date1904") in ("1", "true"):
                self.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001

        def relations(name: str, attrs: dict[str, str]) -> None:
            if name == "Relationship" and attrs.get("Type", "").endswith("/worksheet"):
                links[attrs.get("Id", "")] = posixpath.normpath(posixpath.join("xl", attrs.get("Target", ""))).lstrip(
                    "/"
                )

        self._walk("xl/workbook.xml", workbook)
        self._walk("xl/_rels/workbook.xml.rels", relations)
        return [self._sheet(name, links[link], hidden) for name, link, hidden in found if link in links]

    def _sheet(self, name: str, part: str, hidden: bool) -> Sheet:
        return Sheet(name, lambda: self._rows(part), lambda: self._merges(part), hidden)

    def _open(self, part: str) -> IO[bytes]:
        return self.archive.open(self._names[part.lower()])

    def _walk(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        parser = _parser()
        parser.StartElementHandler = lambda name, attrs: start(name.rpartition(":")[2], attrs)
        with self._open(part) as stream:
            parser.ParseFile(stream)

    def texts(self) -> list[str]:
        """The shared texts; phonetic readings (`rPh`) are left out."""
        if self._texts is None:
            self._texts = (
                _shared_texts(self._open("xl/sharedStrings.xml")) if "xl/sharedstrings.xml" in self._names else []
            )
        return self._texts

    def dates(self) -> list[bool]:
        """For each cell style, whether it shows a number as a date."""
        if self._dates is None:
            self._dates = self._read_styles() if "xl/styles.xml" in self._names else []
        return self._dates

    def _read_styles(self) -> list[bool]:
        formats: dict[int, str] = {}
        styles: list[bool] = []
        inside = [False]

        def start(name: str, attrs: dict[str, str]) -> None:
            if name == "numFmt":
                formats[int(attrs.get("numFmtId", "0"))] = attrs.get("formatCode", "")
            elif name == "cellXfs":
                inside[0] = True
            elif name in ("cellStyles", "dxfs"):
                inside[0] = False
            elif name == "xf" and inside[0]:
                number = int(attrs.get("numFmtId", "0"))
                styles.append(_is_date_format(formats[number]) if number in formats else number in _BUILTIN_DATES)

        self._walk("xl/styles.xml", start)
        return styles

    def _rows(self, part: str) -> Iterator[tuple[int, Row]]:
        try:
            cells = _Cells(self.texts(), self.dates(), self.epoch)
            with self._open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    cells.parser.Parse(chunk)
                    yield from cells.taken()
                cells.parser.Parse(b"", True)
            yield from cells.taken()
        except _DAMAGE as error:
            raise damaged() from error

    def _merges(self, part: str) -> list[Merge]:
        """Merged ranges stand behind all rows, so the rows are skipped as bytes, which is five times faster."""
        found: list[Merge] = []
        tail = b""
        try:
            with self._open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    tail += chunk
                    if b"mergeCell " in tail:
                        for match in _MERGE.finditer(tail):
                            left, top, right, bottom = (group.decode() for group in match.groups())
                            found.append(Merge(int(top), int(bottom), column_index(left), column_index(right)))
                        if len(found) > _MAX_MERGES:
                            break
                    tail = tail[tail.rfind(b"<") :] if len(tail) - tail.rfind(b"<") < 500 else b""
        except _DAMAGE as error:
            raise damaged() from error
        return found


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    return parser


def _refuse_entities(*_args: Any) -> None:
    raise UnusableFile(damaged().message)


def _shared_texts(stream: IO[bytes]) -> list[str]:
    texts = _SharedTexts()
    with stream:
        texts.parser.ParseFile(stream)
    return texts.found


class _SharedTexts:
    """Collects the shared texts from the events of their part."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = False
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, _attrs: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "t" and not self._phonetic:
            self.parser.CharacterDataHandler = self._pieces.append
        elif local == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self.parser.CharacterDataHandler = None
        elif local == "si":
            self.found.append(_unescaped("".join(self._pieces))[:_MAX_TEXT])
            self._pieces.clear()
        elif local == "rPh":
            self._phonetic = False


class _Cells:
    """Collects rows from the events of one sheet part."""

    def __init__(self, texts: list[str], dates: list[bool], epoch: dt.datetime) -> None:
        self._texts, self._dates, self._epoch = texts, dates, epoch
        self._ready: list[tuple[int, Row]] = []
        self._row: Row = []
        self._number = 0
        self._column = -1
        self._kind = "n"
        self._style = 0
        self._formula = False
        self._reading = False
        self._pieces: list[str] = []
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def taken(self) -> list[tuple[int, Row]]:
        ready, self._ready = self._ready, []
        return ready

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name == "c":
            reference = attrs.get("r")
            self._column = column_index(reference) if reference else self._column + 1
            self._kind = attrs.get("t", "n")
            self._style = int(attrs.get("s", 0))
            self._formula = False
            self._pieces = []
        elif name == "v" or (name == "t" and self._kind == "inlineStr"):
            self.parser.CharacterDataHandler = self._pieces.append
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = attrs.get("r")
            self._number = int(number) if number else self._number + 1
            self._row = []
            self._column = -1
        elif name == "rPh":
            self._kind = "phonetic" if self._kind == "inlineStr" else self._kind

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif name == "c":
            value = self._value()
            if value is not None and 0 <= self._column < MAX_COLUMNS:
                row = self._row
                if self._column > len(row):
                    row.extend([None] * (self._column - len(row)))
                row[self._column : self._column + 1] = [value]
        elif name == "row":
            if self._row:
                self._ready.append((self._number, self._row))
        elif name == "rPh" and self._kind == "phonetic":
            self._kind = "inlineStr"

    def _value(self) -> Value:
        text = "".join(self._pieces)[:_MAX_TEXT]
        kind = self._kind
        if kind == "e":
            return CellFault.ERROR
        if not text:
            return CellFault.NO_RESULT if self._formula and kind != "str" else None
        if kind == "s":
            index = int(text)
            return self._texts[index] or None if 0 <= index < len(self._texts) else CellFault.ERROR
        if kind in ("inlineStr", "str", "phonetic"):
            return _unescaped(text)
        if kind == "b":
            return text.strip() == "1"
        if kind == "d":
            return dt.datetime.fromisoformat(text.strip().rstrip("Z"))
        return self._number_value(text)

    def _number_value(self, text: str) -> Value:
        number = float(text)
        if self._style < len(self._dates) and self._dates[self._style] and 0 <= number < 2_958_466:
            if number < 1:
                return number
            return self._epoch + dt.timedelta(days=number)
        if not math.isfinite(number):
            return CellFault.ERROR
        return int(number) if number.is_integer() and abs(number) < 1e18 else number


def _is_date_format(code: str) -> bool:
    plain = _NOT_FORMAT.sub("", code).lower().split(";")[0]
    return "general" not in plain and any(letter in plain for letter in "ymdhs年月日")


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
