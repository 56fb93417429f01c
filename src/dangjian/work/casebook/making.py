"""Writing a casebook into a file."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.utils import timezone

from dangjian.kernel.documents.book_epub import book_epub
from dangjian.kernel.documents.book_pdf import book_pdf
from dangjian.kernel.documents.word.printed import printed_docx
from dangjian.kernel.work.holding import Tell

from .binding import Bound, book_of
from .enums import BookFormat
from .models import Edition


def make(edition: Edition, kind: str, target: IO[bytes], today: date, tell: Tell = lambda done, total: None) -> int:
    """Write an edition and return how many cases are in it.

    Args:
        edition: with its organisation.
        kind: one of `BookFormat`.
        target: an open file.
        today: the day whose figures an edition in the making shows.
        tell: told the cases set and those in all.

    Raises:
        DocumentError: setting it took too long.
    """
    bound = Bound(edition, today)
    total, done = len(bound.entries), 0
    tell(0, total)

    def step() -> None:
        nonlocal done
        done += 1
        tell(done, total)

    book = book_of(bound, step)
    if kind == BookFormat.PDF:
        book_pdf(book, target)
    elif kind == BookFormat.DOCX:
        printed_docx(book, target)
    else:
        book_epub(book, target, timezone.now())
    return total
