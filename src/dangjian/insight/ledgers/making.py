"""Writing a ledger into a file."""

from __future__ import annotations

import re
from typing import IO

from django.utils.translation import gettext as _

from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.documents.book_pdf import book_pdf
from dangjian.kernel.documents.cells import printable
from dangjian.kernel.documents.errors import DocumentError
from dangjian.kernel.documents.word.book import book_docx
from dangjian.kernel.documents.xlsx import write_xlsx
from dangjian.kernel.work.holding import Tell

from .binding import book_of, sheets_of, steps_of, watermark
from .enums import LedgerFormat
from .gathering import Ledger
from .own import fill_own
from .queries import layout_for, template_for

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\r\n\t]')


def make(ledger: Ledger, kind: str, target: IO[bytes], tell: Tell = lambda done, total: None) -> str:
    """Write a ledger and note that its reader took what it shows of persons.

    A Word file is the office's own where one is in use; if that cannot be filled, the built-in layout stands in.

    Args:
        ledger: what stands in it.
        kind: one of `LedgerFormat`.
        target: an open file.
        tell: told the records set and those in all.

    Returns:
        what the reader should know about it, such as why the own Word file was not used; "" for nothing.

    Raises:
        DocumentError: it is too long for the format.
    """
    total = steps_of(ledger, as_sheets=kind == LedgerFormat.XLSX)
    counted = _Counted(tell, total)
    note = ""
    if kind == LedgerFormat.XLSX:
        write_xlsx(target, sheets_of(ledger, counted.step), watermark=watermark(ledger))  # type: ignore[arg-type]
    elif kind == LedgerFormat.PDF:
        book_pdf(book_of(ledger, layout_for(ledger.organisation, ledger.actor.today), counted.step), target)
    else:
        note = _word(ledger, target, counted)
    for section in ledger.sections():
        if section.kind.shows_persons:
            looked(
                ledger.actor, None, Look.What.EXPORT, organisation=ledger.organisation, label=str(section.kind.label)
            )
    return note


def _word(ledger: Ledger, target: IO[bytes], counted: _Counted) -> str:
    pictures, note = layout_for(ledger.organisation, ledger.actor.today), ""
    template = template_for(ledger.organisation)
    if template is not None:
        try:
            fill_own(ledger, template, pictures, target, counted.step)
        except DocumentError as error:
            target.seek(0)
            target.truncate()
            note = _("The built-in layout was used, because the Word file “{name}” was not possible: {reason}").format(
                name=template.name, reason=error
            )
        else:
            return note
    book_docx(book_of(ledger, pictures, counted.step), target)
    return note


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
