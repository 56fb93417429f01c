"""Reader of .csv and its relatives: UTF-8 with or without a mark, UTF-16, GB18030; comma, tab, semicolon."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from .errors import UnusableFile
from .sheet import MAX_COLUMNS, Row, Sheet

_CHUNK = 1 << 18


def open_delimited(file: IO[bytes], *, name: str) -> list[Sheet]:
    """A text table as a single sheet named like the file.

    Raises:
        UnusableFile: when the text is in no known encoding, or while rows are read, when a field never ends.
    """
    encoding = _encoding(file)
    file.seek(0)
    with_text = io.TextIOWrapper(file, encoding=encoding, newline="")
    sample = with_text.read(65_536)
    with_text.detach()
    if not sample.strip():
        raise UnusableFile(_("The file is empty."))
    delimiter = _delimiter(sample)

    def rows() -> Iterator[tuple[int, Row]]:
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        number = 0
        try:
            reader = csv.reader(text, delimiter=delimiter)
            for number, row in enumerate(reader, 1):
                if any(value.strip() for value in row):
                    yield number, [value or None for value in row[:MAX_COLUMNS]]
        except csv.Error as error:
            raise UnusableFile(
                _("Near row %(row)s a quotation mark is never closed. Save the table as .xlsx and upload that.")
                % {"row": number + 1}
            ) from error
        finally:
            text.detach()

    return [Sheet(name.rpartition(".")[0] or name, rows)]


def _encoding(file: IO[bytes]) -> str:
    file.seek(0)
    head = file.read(4)
    if head.startswith(codecs.BOM_UTF8):
        return _first_fitting(file, ("utf-8-sig",))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _first_fitting(file, ("utf-16",))
    return _first_fitting(file, ("utf-8", "gb18030"))


def _first_fitting(file: IO[bytes], encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    break
            else:
                decoder.decode(b"", True)
                return encoding
        except UnicodeDecodeError:
            continue
    raise UnusableFile(
        _("The text of this file cannot be read. Open it in the spreadsheet program, save it as .xlsx and upload that.")
    )


def _delimiter(sample: str) -> str:
    """The mark that parts most lines into the same number of fields."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]
    best, most = ",", 0.0
    for mark in (",", "\t", ";", "|", "，"):
        counts = [line.count(mark) for line in lines]
        used = sorted(count for count in counts if count)
        if used:
            middle = used[len(used) // 2]
            steady = sum(count == middle for count in counts) / len(counts)
            score = steady * min(middle, 10) ** 0.5
            if score > most:
                best, most = mark, score
    return best
