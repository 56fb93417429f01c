"""A casebook as a book: the same blocks for PDF, Word, EPUB and the pages of the web book.

In the making a book shows its cases as they stand and their figures as they are now; issued, it shows the versions,
pictures and figures of the day on which it came out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dangjian.kernel.attachments import storage
from dangjian.kernel.documents.blocks import Heading, Items, Paragraph, Picture, Pictures, Table, chinese_date
from dangjian.kernel.documents.books import BookBlock, Index, Marked, Opening, Overview, PrintedBook, Remark
from dangjian.kernel.documents.cells import CellKind, Column
from dangjian.kernel.texts.markup import parse
from dangjian.kernel.texts.models import PrintedFigure
from dangjian.kernel.texts.quotes import Quotes, frozen, living
from dangjian.kernel.texts.references import answer
from dangjian.kernel.texts.rendering import Piece, Shown, show
from dangjian.ui.formats import day_text
from dangjian.work.awards.models import Honour

from .checking import answers_of, pictures_of
from .enums import CasePart
from .indexing import Names
from .models import ChosenCase, Edition, EditionPart, EditionPicture, PrintedNumber, Wording

Step = Callable[[], None]
"""Called whenever one more case is set."""
BRAND = "brands.brand"
_SIDE = 2
"""Pictures beside each other."""


@dataclass(frozen=True, slots=True)
class CasePicture(Picture):
    """A picture with the key of its file, by which the web book shows it."""

    file: int = 0


@dataclass(frozen=True)
class Placed:
    """A case in its place: what it is called there, whose it is, and its brand with its honours."""

    entry: ChosenCase
    title: str
    name: str
    short_name: str
    brand: str
    honour: str


@dataclass(frozen=True)
class BoundCase:
    """A case ready to be set.

    Attributes:
        placed: what it is called, and whose it is.
        wording: its words, those of now or those in print.
        quotes: its figures, living or frozen.
        pictures: those that may be shown, in order.
    """

    placed: Placed
    wording: Wording
    quotes: Quotes
    pictures: Sequence[Picture]

    def parts(self) -> Iterator[tuple[CasePart, list[Shown]]]:
        """The parts behind the summary that have words, with their figures in place."""
        for part in tuple(CasePart)[1:]:
            blocks = parse(getattr(self.wording, part))
            if blocks:
                yield part, show(blocks, self.quotes)

    @cached_property
    def summary(self) -> str:
        """The summary with its figures, as one paragraph."""
        return " ".join(words_of(line) for one in show(parse(self.wording.summary), self.quotes) for line in one.lines)


class Bound:
    """An edition with everything that stands in it, loaded once.

    Args:
        edition: what is bound.
        today: the day whose figures an edition in the making shows.
        only: key of the one entry that is wanted, for a page of the web book; None for all.
    """

    def __init__(self, edition: Edition, today: date, only: int | None = None) -> None:
        self.edition, self.today, self.only = edition, today, only

    @cached_property
    def entries(self) -> list[ChosenCase]:
        """The entries in their order, with cases, organisations, brands and printed versions."""
        rows = ChosenCase.objects.filter(edition=self.edition).select_related(
            "part", "case__organisation", "case__brand", "printed"
        )
        return list(rows if self.only is None else rows.filter(pk=self.only))

    @cached_property
    def placed(self) -> list[Placed]:
        """The cases in their order, as they are called in print."""
        return [self._placed(one) for one in self.entries]

    @cached_property
    def parts(self) -> list[tuple[EditionPart, list[Placed]]]:
        """The parts that hold a case, with their cases."""
        by_part: dict[EditionPart, list[Placed]] = {}
        for one in self.placed:
            by_part.setdefault(one.entry.part, []).append(one)
        return list(by_part.items())

    def _placed(self, one: ChosenCase) -> Placed:
        if one.printed:
            return Placed(
                one, one.printed.title, one.printed_owner, one.printed_short, one.printed_brand, one.printed_honour
            )
        owner, brand = one.case.organisation, one.case.brand
        honour = self._honours.get(one.case.brand_id or 0, "")
        return Placed(one, one.case.title, owner.name, owner.short_name, brand.name if brand else "", honour)

    @cached_property
    def _honours(self) -> dict[int, str]:
        brands = [entry.case.brand_id for entry in self.entries if entry.case.brand_id]
        rows = Honour.objects.standing().filter(record_kind=BRAND, record_id__in=brands)
        found: dict[int, list[str]] = defaultdict(list)
        for honour in rows.order_by("happened_on", "pk"):
            found[honour.record_id or 0].append(honour.name)
        return {brand: "、".join(dict.fromkeys(names)) for brand, names in found.items()}

    @cached_property
    def _pictures(self) -> dict[int, list[CasePicture]]:
        if self.edition.is_issued:
            rows = EditionPicture.objects.filter(entry__in=[one.pk for one in self.entries]).select_related("file")
            kept = [(one.entry_id, one.file, one.caption) for one in rows]
        else:
            by_case = {entry.case_id: entry.pk for entry in self.entries}
            kept = [(by_case[one.target_id], one, one.caption) for one in pictures_of(list(by_case))]
        found: dict[int, list[CasePicture]] = defaultdict(list)
        for entry, file, caption in kept:
            if file.withdrawn_at is None:
                number = len(found[entry]) + 1
                words = _("Fig. {number}").format(number=number) + (f"\u3000{caption}" if caption else "")
                found[entry].append(CasePicture(partial(storage.opened, file.sha256), words, file.pk))
        return found

    @cached_property
    def _numbers(self) -> dict[int | None, list[PrintedFigure]]:
        found: dict[int | None, list[PrintedFigure]] = defaultdict(list)
        for one in PrintedNumber.objects.filter(edition=self.edition).select_related("reading"):
            found[one.entry_id].append(one)
        return found

    def case_of(self, placed: Placed) -> BoundCase:
        """One case with its figures and pictures."""
        entry = placed.entry
        if self.edition.is_issued and entry.printed:
            wording: Wording = entry.printed
            quotes = frozen(self._numbers[entry.pk], self.today)
        else:
            wording = entry.case
            quotes = living(answers_of(entry.case, entry.case, self.today))
        return BoundCase(placed, wording, quotes, self._pictures[entry.pk])

    def preface(self) -> list[str]:
        """The paragraphs of the preface with their figures."""
        blocks = parse(self.edition.preface)
        if not blocks:
            return []
        if self.edition.is_issued:
            quotes = frozen(self._numbers[None], self.today)
        else:
            quotes = living(answer(blocks, self.edition.organisation, self.edition.about, self.today))
        return [words_of(line) for one in show(blocks, quotes) for line in one.lines]

    @property
    def day(self) -> date:
        """The day of its figures."""
        return self.edition.issued_on or self.today


def book_of(bound: Bound, step: Step = lambda: None) -> PrintedBook:
    """The whole book; its cases are read while it is set."""
    edition = bound.edition
    out = edition.issued_on
    return PrintedBook(
        title=edition.title,
        owner=edition.organisation.name,
        about=[(_("Day"), _("Proof of {day}").format(day=day_text(bound.today)) if out is None else month_of(out))],
        blocks=_blocks(bound, step),
        cover=[line.strip() for line in edition.cover.splitlines() if line.strip()],
        subtitle=edition.subtitle,
        imprint=list(_imprint(bound)),
        preface=bound.preface(),
        signed=[edition.organisation.name, chinese_date(bound.day)],
        language={"zh-hant": "zh-Hant", "en": "en"}.get(get_language() or "", "zh-Hans"),
        identifier=str(edition.code),
    )


def month_of(day: date) -> str:
    """The month as it stands on a cover: 二〇一七年十月."""
    year = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(day.year))
    month = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")[day.month - 1]
    return f"{year}年{month}月"


def _imprint(bound: Bound) -> Iterator[tuple[str, str]]:
    edition = bound.edition
    lines = (
        (_("Name of the book"), edition.title),
        (_("Compiled by"), edition.compiled_by or edition.organisation.name),
        (_("Chief editor"), edition.chief_editor),
        (_("Editors"), edition.editors),
        (_("Printed by"), edition.printed_by),
        (_("Came out on"), chinese_date(edition.issued_on) if edition.issued_on else _("Proof, not for distribution")),
        (_("Size of the page"), _("169 mm × 239 mm (GB/T 788-1999)")),
        (_("Number of cases"), str(len(bound.entries))),
        (_("Copies"), str(edition.copies or "")),
    )
    yield from ((label, words) for label, words in lines if words)


def _blocks(bound: Bound, step: Step) -> Iterator[BookBlock]:
    names = Names(bound.placed)
    for part, cases in bound.parts:
        yield Heading(1, part.name)
        for one in cases:
            yield from case_blocks(bound.case_of(one), names, bound.day)
            step()
    yield Heading(1, _("Table of cases"))
    yield _overview(bound)
    yield Heading(1, _("Index of organisations"))
    yield Index(names.groups())


def case_blocks(bound: BoundCase, names: Names, day: date) -> Iterator[BookBlock]:
    """One case: its opening, its parts, its pictures where they belong, and where its figures come from."""
    placed = bound.placed
    above = _("Service brand “{name}”").format(name=placed.brand) if placed.brand else ""
    opening = Opening(placed.title, placed.name, above, bound.summary)
    yield Marked(opening, [placed.short_name])
    waiting = [bound.pictures[at : at + _SIDE] for at in range(0, len(bound.pictures), _SIDE)]
    for part, shown in bound.parts():
        yield Heading(2, str(part.label))
        yield from _marked(shown, names)
        if part in (CasePart.PRACTICE, CasePart.EFFECT) and waiting:
            rows = waiting[: -(-len(waiting) // 2)] if part == CasePart.PRACTICE else waiting
            waiting = waiting[len(rows) :]
            yield from (Pictures(row, len(row)) for row in rows)
    yield from (Pictures(row, len(row)) for row in waiting)
    if bound.quotes.figures or bound.quotes.tables:
        yield Remark(_sources(bound.quotes, day))


def _sources(quotes: Quotes, day: date) -> str:
    labels = dict.fromkeys(
        [quote.label for quote in quotes.figures.values()]
        + [head for table in quotes.tables.values() for head in table.heads]
    )
    words = _("Figures from the records of the platform as of {day}: {labels}.")
    return words.format(day=day_text(day), labels="、".join(labels))


def _marked(shown: Sequence[Shown], names: Names) -> Iterator[BookBlock]:
    number = 0
    for one in shown:
        lines = [words_of(line) for line in one.lines]
        block: BookBlock
        if one.kind == "heading":
            number += 1
            block = Heading(3, lines[0], _("({number}) ").format(number=numeral(number)))
        elif one.kind == "paragraph":
            block = Paragraph(lines[0])
        elif one.kind == "table":
            block = _table(one)
        else:
            block = Items(lines, numbered=one.kind == "numbered")
        terms = names.in_text(" ".join(lines))
        yield Marked(block, terms) if terms else block


def _table(one: Shown) -> Table:
    heads, rows = (one.table.heads, one.table.rows) if one.table else ([], [])
    columns = [Column(_("Organisation"), 24), *(Column(head, 12, CellKind.NUMBER) for head in heads)]
    return Table(columns, [[name, *(quote.shown for quote in quotes)] for name, quotes in rows])


def numeral(number: int) -> str:
    """A number from 1 on in Chinese characters where the book is Chinese."""
    chinese = (get_language() or "").startswith("zh")
    return "一二三四五六七八九十"[number - 1] if chinese and number <= 10 else str(number)


def words_of(line: Sequence[Piece]) -> str:
    """A line as plain words."""
    return "".join(piece.text for piece in line)


def _overview(bound: Bound) -> Overview:
    columns = [
        Column(_("No."), 5),
        Column(_("Title"), 25),
        Column(_("Brand"), 13),
        Column(_("Organisation"), 21),
        Column(_("Honour"), 16),
    ]
    rows = [
        (number, [str(number), one.title, one.brand, one.short_name, one.honour])
        for number, one in enumerate(bound.placed, start=1)
    ]
    return Overview(columns, rows)
