"""A list as a spreadsheet: the rows exactly as seen, a line with the reader's name, an entry in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.audit.services import record
from dangjian.kernel.documents.cells import Column as SheetColumn
from dangjian.kernel.documents.cells import Sheet
from dangjian.kernel.documents.xlsx import xlsx_file

from .listing import Listing
from .permissions import EXPORT_LIST

EXPORT = EXPORT_LIST
EXPORTED = action("records.list.exported", gettext_lazy("took the list “{target}” as a file"))


@transaction.atomic
def exported(listing: Listing, *, by: Actor) -> tuple[IO[bytes], str]:
    """Write the whole list into a temporary file and record that it was taken.

    Returns:
        the open file, at its beginning, and a name for it.
    """
    kind = listing.kind
    columns = [SheetColumn(c.label, c.width, c.cell) for c in kind.columns]
    watermark = _("Exported by {name} on {day}. For work only; do not pass on.").format(name=by.name, day=by.today)
    stream = xlsx_file([Sheet(kind.label, columns, _rows(listing))], watermark=watermark)
    if kind.shows_persons:
        looked(by, None, Look.What.EXPORT, fields=[c.key for c in kind.columns], label=str(kind.label))
    record(
        EXPORTED,
        None,
        by=by,
        organisation=by.organisation,
        label=str(kind.label),
        changes={"kind": kind.key, "chosen": listing.in_words()},
    )
    return stream, f"{kind.label}-{by.today:%Y%m%d}.xlsx"


def _rows(listing: Listing) -> Iterator[list[Any]]:
    for row in listing.rows.iterator(chunk_size=2000):
        yield [column.value(row) for column in listing.kind.columns]
