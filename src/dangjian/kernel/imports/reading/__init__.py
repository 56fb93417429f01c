"""Reading: any file a clerk may upload becomes sheets of rows, or one plain sentence why not."""

from __future__ import annotations

import csv
from typing import IO

from django.utils.translation import gettext as _

from .delimited import open_delimited
from .errors import UnusableFile
from .kinds import kind_of
from .sheet import Merge, Row, Sheet, column_letters
from .xls import open_xls
from .xlsx import open_xlsx

__all__ = ["Merge", "Row", "Sheet", "UnusableFile", "column_letters", "open_workbook"]

csv.field_size_limit(131_072)


def open_workbook(file: IO[bytes], *, name: str) -> list[Sheet]:
    """The visible sheets of a spreadsheet file, judged by content, never by its name.

    Args:
        file: a seekable binary file that stays open as long as rows are read.
        name: the file's name as uploaded; becomes the sheet name of a text table.
    Raises:
        UnusableFile: with a sentence for the clerk; also while rows are read, when damage lies deeper.
    """
    kind = kind_of(file)
    if kind == "xlsx":
        sheets = open_xlsx(file)
    elif kind == "xls":
        sheets = open_xls(file)
    else:
        sheets = open_delimited(file, name=name)
    visible = [sheet for sheet in sheets if not sheet.hidden]
    if not any(_has_rows(sheet) for sheet in visible):
        raise UnusableFile(_("No sheet of this workbook holds any rows."))
    return visible


def _has_rows(sheet: Sheet) -> bool:
    return next(sheet.rows(), None) is not None
