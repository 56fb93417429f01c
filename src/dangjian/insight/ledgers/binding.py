"""A ledger bound as a book for Word and PDF, and as sheets for Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangjian.kernel.attachments.pictures import Album
from dangjian.kernel.documents.blocks import Heading, Paragraph, Pictures, Table
from dangjian.kernel.documents.books import Book, BookBlock, Facts, Passage, Remark
from dangjian.kernel.documents.cells import CellKind, Sheet, shown
from dangjian.kernel.documents.cells import Column as SheetColumn
from dangjian.kernel.records.entries import LedgerForm
from dangjian.kernel.tree.models import Organisation
from dangjian.ui.formats import day_text

from .enums import PictureLayout
from .gathering import Chapter, Ledger, Section, path_of
from .telling import Told, day_words, roll_words, told

MOST_ROWS = 2_000
"""Rows of a printed list; beyond it says how many each organisation has, whose own ledgers hold them."""
Step = Callable[[], None]
"""Called whenever one more record is set."""


def watermark(ledger: Ledger) -> str:
    """The line at the foot of each page."""
    return _("Exported by {name} on {day}. For work only; do not pass on.").format(
        name=ledger.actor.name, day=day_text(ledger.actor.today)
    )


def book_of(ledger: Ledger, pictures: str, step: Step = lambda: None) -> Book:
    """The ledger as a book; its records are read while it is printed."""
    return Book(
        title=_("Work ledger"),
        owner=ledger.organisation.name,
        about=about(ledger),
        blocks=blocks_of(ledger, pictures, step),
        mark=watermark(ledger),
    )


def chapter_book(ledger: Ledger, chapter: Chapter, pictures: str, step: Step) -> Book:
    """One chapter of the ledger, for an office's own Word file."""

    def blocks() -> Iterator[BookBlock]:
        yield Heading(1, str(chapter.name))
        yield from chapter_blocks(chapter, pictures, step)

    return Book(_("Work ledger"), ledger.organisation.name, (), blocks(), first=chapter.number)


def about(ledger: Ledger) -> list[tuple[str, str]]:
    """The lines of the cover."""
    return [
        (_("Period"), ledger.period.name),
        (_("Records"), str(ledger.total)),
        (_("Day of making"), shown(ledger.actor.today)),
    ]


def blocks_of(ledger: Ledger, pictures: str, step: Step) -> Iterator[BookBlock]:
    """All seven chapters."""
    for chapter in ledger.chapters:
        yield Heading(1, str(chapter.name))
        yield from chapter_blocks(chapter, pictures, step)


def chapter_blocks(chapter: Chapter, pictures: str, step: Step) -> Iterator[BookBlock]:
    """What stands in a chapter; an empty one says so in a line."""
    if not chapter.total:
        yield Paragraph(
            _("Nothing was recorded in this period.") if chapter.is_built else _("This room is not built yet.")
        )
    for section in chapter.sections:
        if section.own:
            yield Heading(2, _("{kind} ({count})").format(kind=section.kind.label, count=section.own))
            yield from _own(section, pictures, step)
        if section.below:
            yield Heading(
                2, _("{kind}: organisations below ({count})").format(kind=section.kind.label, count=section.below)
            )
            yield from _below(section, step)


def _own(section: Section, pictures: str, step: Step) -> Iterator[BookBlock]:
    if section.form is LedgerForm.ENTRIES:
        for number, one in enumerate(told(section), start=1):
            yield from _entry(one, number, pictures)
            step()
    elif section.form is LedgerForm.TABLE and section.own <= MOST_ROWS:
        yield _list(section, section.own_rows(), step)
    else:
        yield _counted(section.own)


def _below(section: Section, step: Step) -> Iterator[BookBlock]:
    if section.form is LedgerForm.COUNT:
        yield _counted(section.below)
    elif section.below <= MOST_ROWS:
        yield _list(section, section.rows_below(), step)
    else:
        rows = _by_organisation(section)
        columns = [SheetColumn(_("Organisation"), 60), SheetColumn(_("Records"), 12, CellKind.INTEGER)]
        yield Remark(_("More than a printed list holds; the records stand in the ledgers of these organisations."))
        yield Table(columns, rows, landscape=True)


def _counted(count: int) -> Paragraph:
    return Paragraph(
        ngettext(
            "{count} record; it is counted here and not spread out.",
            "{count} records; they are counted here and not spread out.",
            count,
        ).format(count=count)
    )


def _entry(one: Told, number: int, pictures: str) -> Iterator[BookBlock]:
    entry = one.entry
    title = entry.title.strip() or _("Without a title")
    yield Heading(3, f"{number}. {title}")
    facts = [*day_words(one), *((str(label), text) for label, text in entry.facts if text.strip())]
    if facts:
        yield Facts(facts)
    passages = [(str(heading), text) for heading, text in entry.passages if text.strip()]
    for heading, text in [*passages, *roll_words(entry)]:
        yield Passage(heading, text)
    yield from _pictures(one.album, pictures)
    for note in one.notes:
        yield Remark(note)


def _pictures(album: Album, layout: str) -> Iterator[BookBlock]:
    count = len(album.shown)
    if not count:
        return
    if layout == PictureLayout.NONE:
        yield Remark(
            ngettext(
                "{count} photograph is kept with the record.", "{count} photographs are kept with the record.", count
            ).format(count=count)
        )
    else:
        per_row = 1 if layout == PictureLayout.WIDE else 2 if count in (1, 2, 4) else 3
        yield Pictures(album.shown, per_row)


def _captions(album: Album) -> Iterator[str]:
    """How many photographs there are, and the words under those that have any."""
    yield str(len(album.shown))
    yield from (picture.caption for picture in album.shown if picture.caption)


def _list(section: Section, rows: Any, step: Step) -> Table:
    columns = [SheetColumn(column.label, column.width, column.cell) for column in section.columns]
    cells = []
    for row in rows.iterator(chunk_size=500):
        cells.append([column.value(row) for column in section.columns])
        step()
    return Table(columns, cells, landscape=True)


def _by_organisation(section: Section) -> list[list[object]]:
    """How many records each organisation right below has with all below it."""
    path = path_of(section.kind)
    counts = section.rows_below().order_by().values_list(path).annotate(count=Count("pk")).values_list(path, "count")
    children = Organisation.objects.children_of(section.organisation)
    depth = len((section.organisation.path or "").strip("/").split("/"))
    found: Counter[str] = Counter()
    for where, count in counts:
        found[where.strip("/").split("/")[depth]] += count
    return [[child.name, found[str(child.pk)]] for child in children if found[str(child.pk)]]


def sheets_of(ledger: Ledger, step: Step = lambda: None) -> Iterator[Sheet]:
    """The ledger for Excel: what is in it, then a sheet for each kind with all its records."""
    columns = [
        SheetColumn(_("Chapter"), 28),
        SheetColumn(_("Kind"), 36),
        SheetColumn(_("Records"), 12, CellKind.INTEGER),
    ]
    yield Sheet(_("Contents"), columns, list(_contents(ledger)))
    for section in ledger.sections():
        if section.form is LedgerForm.ENTRIES and section.own:
            yield _entry_sheet(section, step)
        if section.form is not LedgerForm.COUNT and (section.below or section.form is LedgerForm.TABLE):
            yield _list_sheet(section, step)


def _contents(ledger: Ledger) -> Iterator[list[Any]]:
    for chapter in ledger.chapters:
        if not chapter.total:
            yield [
                chapter.name,
                _("Nothing was recorded in this period.") if chapter.is_built else _("This room is not built yet."),
                0,
            ]
        for section in chapter.sections:
            if section.total:
                yield [chapter.name, section.kind.label, section.total]


def _list_sheet(section: Section, step: Step) -> Sheet:
    only_below = section.form is LedgerForm.ENTRIES
    rows = section.rows_below() if only_below else section.rows.order_by(path_of(section.kind), "pk")
    name = _("{kind}: below").format(kind=section.kind.label) if only_below else section.kind.label
    columns = [SheetColumn(column.label, column.width, column.cell) for column in section.columns]

    def cells() -> Iterator[list[Any]]:
        for row in rows.iterator(chunk_size=500):
            step()
            yield [column.value(row) for column in section.columns]

    return Sheet(name, columns, cells())


def _entry_sheet(section: Section, step: Step) -> Sheet:
    """A row for each record: day, title, and a column for each label that any of them has."""
    rows: list[dict[str, str]] = []
    for one in told(section):
        entry = one.entry
        pairs = [*entry.facts, *entry.passages, *roll_words(entry)]
        row = {**dict(day_words(one)), _("Title"): entry.title}
        row |= {str(label): text for label, text in pairs if text.strip()}
        row |= {_("Photographs"): "\n".join(_captions(one.album))} if one.album.shown else {}
        row |= {_("Remarks"): "\n".join(one.notes)} if one.notes else {}
        rows.append(row)
        step()
    labels = list(dict.fromkeys(label for row in rows for label in row))
    columns = [SheetColumn(label, 40 if label == _("Title") else 20) for label in labels]
    return Sheet(section.kind.label, columns, ([row.get(label, "") for label in labels] for row in rows))


def steps_of(ledger: Ledger, *, as_sheets: bool) -> int:
    """How many times a record will be set, for telling progress."""
    total = 0
    for section in ledger.sections():
        if section.form is not LedgerForm.COUNT:
            total += sum(count for count in (section.own, section.below) if as_sheets or count <= MOST_ROWS)
    return total
