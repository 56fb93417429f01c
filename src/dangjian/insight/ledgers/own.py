"""A ledger filled into an office's own Word file: which fields there are, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.documents.books import Book
from dangjian.kernel.documents.cells import shown
from dangjian.kernel.documents.errors import DocumentError
from dangjian.kernel.documents.filling.checking import problems_of
from dangjian.kernel.documents.filling.fields import Field, FieldForm, Values, token_of
from dangjian.kernel.documents.filling.filled import filled
from dangjian.kernel.documents.word.book import set_chapters
from dangjian.kernel.periods import Period
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.records.steps import NAMES
from dangjian.kernel.tree.models import Organisation

from .binding import Step, book_of, chapter_book, watermark
from .errors import LedgerError
from .gathering import Chapter, Ledger
from .models import LedgerTemplate
from .telling import told

MOST_ITEMS = 5_000
"""Items of a list in an own Word file."""

FIELDS: tuple[Field, ...] = (
    Field("organisation", gettext_lazy("Full name of the organisation"), "中共某某局机关第一支部委员会"),
    Field("short_name", gettext_lazy("Short name of the organisation"), "某某局第一支部"),
    Field("superior", gettext_lazy("Full name of the organisation above it"), "中共某某局机关委员会"),
    Field("period", gettext_lazy("Period"), "2017年"),
    Field("starts_on", gettext_lazy("First day of the period"), "2017-01-01"),
    Field("last_day", gettext_lazy("Last day of the period"), "2017-12-31"),
    Field("made_on", gettext_lazy("Day of making"), "2018-01-05"),
    Field("reader", gettext_lazy("Who has it made"), "王一"),
    Field("records", gettext_lazy("Number of records"), "150"),
    Field("contents", gettext_lazy("Contents, with page numbers in Word"), "", FieldForm.CHAPTERS),
    Field("chapters", gettext_lazy("All seven chapters"), "", FieldForm.CHAPTERS),
    *(Field(f"chapter_{number}", name, "", FieldForm.CHAPTERS) for number, name in enumerate(NAMES, start=1)),
    Field(
        "kinds",
        gettext_lazy("Kinds of records with their number"),
        "",
        FieldForm.LIST,
        (
            ("chapter", gettext_lazy("Chapter")),
            ("name", gettext_lazy("Kind")),
            ("count", gettext_lazy("Number of records")),
        ),
    ),
    Field(
        "entries",
        gettext_lazy("The records that are told one by one"),
        "",
        FieldForm.LIST,
        (
            ("number", gettext_lazy("Number")),
            ("day", gettext_lazy("Date")),
            ("kind", gettext_lazy("Kind")),
            ("title", gettext_lazy("Title")),
        ),
    ),
)


def fill_own(ledger: Ledger, template: LedgerTemplate, pictures: str, target: IO[bytes], step: Step) -> None:
    """Write a ledger into an office's own Word file.

    Raises:
        DocumentError: the file is gone, or cannot be filled.
    """
    data = filled(content_of(template), values_of(ledger))
    set_chapters(data, list(_parts(ledger, pictures, step)), watermark(ledger), target)


def check(data: bytes, organisation: Organisation, today: date, by: Actor) -> None:
    """Look a file over and try it out with an empty ledger of today.

    Raises:
        LedgerError: it cannot be used; a line for each problem, with its place.
    """
    if problems := problems_of(data, FIELDS):
        raise LedgerError("\n".join(problems), field="file")
    chapters = tuple(Chapter(number, name, (), True) for number, name in enumerate(NAMES, start=1))
    ledger = Ledger(organisation, Period.year_of(today.year), by, chapters)
    try:
        filled(data, values_of(ledger))
    except DocumentError as error:
        raise LedgerError(str(error), field="file") from error


def content_of(template: LedgerTemplate) -> bytes:
    """The file of a template.

    Raises:
        DocumentError: it is not there any more.
    """
    file = Attachment.objects.of(template).first()
    try:
        with storage.opened(file.sha256 if file else "missing") as opened:
            return opened.read()
    except FileNotFoundError as error:
        raise DocumentError(_("The file of the template is missing.")) from error


def values_of(ledger: Ledger) -> Values:
    """What stands in the fields of a ledger."""
    period, organisation = ledger.period, ledger.organisation
    tokens = {field.name: token_of(field.name) for field in FIELDS if field.form is FieldForm.CHAPTERS}
    return {
        **tokens,
        "organisation": organisation.name,
        "short_name": organisation.short_name,
        "superior": organisation.parent.name if organisation.parent else "",
        "period": period.name,
        "starts_on": shown(period.starts_on),
        "last_day": shown(period.last_day),
        "made_on": shown(ledger.actor.today),
        "reader": ledger.actor.name,
        "records": str(ledger.total),
        "kinds": [
            {"chapter": str(chapter.name), "name": str(section.kind.label), "count": str(section.total)}
            for chapter in ledger.chapters
            for section in chapter.sections
            if section.total
        ],
        "entries": list(_entries(ledger)),
    }


def _entries(ledger: Ledger) -> Iterator[dict[str, str]]:
    number = 0
    for section in ledger.sections():
        if section.form is not LedgerForm.ENTRIES:
            continue
        for one in told(section, with_pictures=False):
            number += 1
            if number > MOST_ITEMS:
                return
            kind, title = str(section.kind.label), one.entry.title
            yield {"number": str(number), "day": shown(one.on), "kind": kind, "title": title}


def _parts(ledger: Ledger, pictures: str, step: Step) -> Iterator[tuple[str, Book | None]]:
    yield token_of("contents"), None
    yield token_of("chapters"), book_of(ledger, pictures, step)
    for chapter in ledger.chapters:
        yield token_of(f"chapter_{chapter.number}"), chapter_book(ledger, chapter, pictures, step)
