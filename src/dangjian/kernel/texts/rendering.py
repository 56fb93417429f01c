"""A text put together from text and figures, once: as blocks for the page, for Word and PDF, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from dangjian.kernel.documents import official
from dangjian.kernel.documents.blocks import OfficialParts
from dangjian.kernel.documents.cells import CellKind, Column

from .markup import Block, FigureTable, Heading, Items, Line, Paragraph, Reference
from .quotes import Quote, QuotedTable, Quotes


@dataclass(frozen=True)
class Piece:
    """Some words, or a figure; a reference that could not be answered stays as it was written."""

    text: str
    quote: Quote | None = None
    is_problem: bool = False


@dataclass(frozen=True)
class Shown:
    """One block, ready to be set.

    Attributes:
        kind: "heading", "paragraph", "items", "numbered" or "table".
        lines: of a heading or paragraph one, of a list one an item.
        level: of a heading.
        number: of a heading, such as 一、.
        table: of a table.
    """

    kind: str
    lines: list[list[Piece]] = field(default_factory=list)
    level: int = 0
    number: str = ""
    table: QuotedTable | None = None


def show(blocks: Sequence[Block], quotes: Quotes) -> list[Shown]:
    """The blocks with their figures in place and their headings numbered."""
    numbers = _heading_numbers(blocks)
    return [_shown(block, quotes, numbers) for block in blocks]


def document(
    shown: Sequence[Shown], *, title: str, signature: str = "", signed_on: date | None = None, remark: str = ""
) -> official.OfficialDocument:
    """The text in official layout; each figure has a note where it first stands."""
    noted: set[str] = set()
    return official.OfficialDocument(
        title=title,
        body=[block for one in shown for block in _official(one, noted)],
        signature=signature,
        signed_on=signed_on,
        remark=remark,
    )


def plain_text(shown: Sequence[Shown], *, title: str) -> str:
    """The same as plain text, its notes numbered at the end."""
    notes: list[str] = []

    def words(line: Sequence[Piece]) -> str:
        return "".join(piece.text + _mark(piece, notes) for piece in line)

    parts = [title]
    for one in shown:
        if one.table:
            heads = "\t".join([_("Organisation"), *one.table.heads])
            rows = ["\t".join([name, *(quote.shown for quote in quotes)]) for name, quotes in one.table.rows]
            parts.append("\n".join([heads, *rows]))
        elif one.kind in ("items", "numbered"):
            marks = [f"{n}. " if one.kind == "numbered" else "- " for n in range(1, len(one.lines) + 1)]
            parts.append("\n".join(mark + words(line) for mark, line in zip(marks, one.lines, strict=True)))
        else:
            parts.append(one.number + "".join(words(line) for line in one.lines))
    if notes:
        parts.append("\n".join(f"[{n}] {note}" for n, note in enumerate(notes, start=1)))
    return "\n\n".join(parts) + "\n"


def _mark(piece: Piece, notes: list[str]) -> str:
    if piece.quote is None:
        return ""
    if piece.quote.note not in notes:
        notes.append(piece.quote.note)
    return f"[{notes.index(piece.quote.note) + 1}]"


def _heading_numbers(blocks: Sequence[Block]) -> Iterator[str]:
    headings = [official.Heading(block.level, "") for block in blocks if isinstance(block, Heading)]
    return (block.number for block in OfficialParts("", headings).blocks() if isinstance(block, official.Heading))


def _shown(block: Block, quotes: Quotes, numbers: Iterator[str]) -> Shown:
    match block:
        case Heading(level, words):
            return Shown("heading", [_pieces(words, quotes)], level=level, number=next(numbers))
        case Paragraph(words):
            return Shown("paragraph", [_pieces(words, quotes)])
        case Items(items, numbered):
            return Shown("numbered" if numbered else "items", [_pieces(item, quotes) for item in items])
        case FigureTable(text):
            if text in quotes.tables:
                return Shown("table", table=quotes.tables[text])
            return Shown("paragraph", [[Piece(f"[[{f'table {text}'.strip()}]]", is_problem=True)]])


def _pieces(words: Line, quotes: Quotes) -> list[Piece]:
    return [_piece(one, quotes) for one in words]


def _piece(one: str | Reference, quotes: Quotes) -> Piece:
    if isinstance(one, str):
        return Piece(one)
    quote = quotes.figures.get(one.text)
    return Piece(quote.shown, quote) if quote else Piece(f"[[{one.text}]]", is_problem=True)


def _official(one: Shown, noted: set[str]) -> Iterator[official.Block]:
    lines = [[_run(piece, noted) for piece in line] for line in one.lines]
    match one.kind:
        case "heading":
            yield official.Heading(one.level, lines[0])
        case "paragraph":
            yield official.Paragraph(lines[0])
        case "items" | "numbered":
            yield official.Items(lines, numbered=one.kind == "numbered")
        case _:
            yield from _official_table(one.table, noted)


def _official_table(table: QuotedTable | None, noted: set[str]) -> Iterator[official.Block]:
    if table is None or not table.rows:
        yield official.Paragraph(_("There are no organisations below."))
        return
    columns = [Column(_("Organisation"), 24), *(Column(head, 12, CellKind.NUMBER) for head in table.heads)]
    rows = [[name, *(quote.shown for quote in quotes)] for name, quotes in table.rows]
    yield official.Table(columns, rows, landscape=len(columns) > 7)


def _run(piece: Piece, noted: set[str]) -> official.Run:
    note = piece.quote.note if piece.quote else ""
    if note in noted:
        note = ""
    noted.add(note)
    return official.Run(piece.text, note)
