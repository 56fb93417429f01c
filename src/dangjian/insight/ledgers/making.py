"""Writing a ledger into a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO

from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.documents.book_pdf import book_pdf
from dangjian.kernel.documents.cells import printable
from dangjian.kernel.documents.word.book import book_docx
from dangjian.kernel.documents.xlsx import write_xlsx
from dangjian.kernel.work.holding import Tell

from .binding import book_of, sheets_of, steps_of, watermark
from .enums import LedgerFormat
from .gathering import Ledger
from .queries import layout_for

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\r\n\t]')


def make(ledger: Ledger, kind: str, target: IO[bytes], tell: Tell = lambda done, total: None) -> None:
    """Write a ledger and note that its reader took what it shows of persons.

    Args:
        ledger: what stands in it.
        kind: one of `LedgerFormat`.
        target: an open file.
        tell: told the records set and those in all.

    Raises:
        DocumentError: it is too long for the format.
    """
    total = steps_of(ledger, as_sheets=kind == LedgerFormat.XLSX)
    counted = _Counted(tell, total)
    if kind == LedgerFormat.XLSX:
        write_xlsx(target, sheets_of(ledger, counted.step), watermark=watermark(ledger))  # type: ignore[arg-type]
    else:
        pictures = layout_for(ledger.organisation, ledger.actor.today)
        write: Callable[..., None] = book_docx if kind == LedgerFormat.DOCX else book_pdf
        write(book_of(ledger, pictures, counted.step), target)
    for section in ledger.sections():
        if section.kind.shows_persons:
            looked(
                ledger.actor, None, Look.What.EXPORT, organisation=ledger.organisation, label=str(section.kind.label)
            )


def file_name(ledger_of: str, period: str, ending: str) -> str:
    """A name for the file that says whose ledger it is and of when."""
    return _NOT_IN_NAMES.sub(" ", printable(f"{ledger_of}-{period}.{ending}")).strip()


class _Counted:
    """Counts the records set, and tells every tenth."""

    def __init__(self, tell: Tell, total: int) -> None:
        self.tell, self.total, self.done = tell, total, 0
        tell(0, total)

    def step(self) -> None:
        self.done += 1
        if self.done % 10 == 0 or self.done == self.total:
            self.tell(self.done, self.total)
