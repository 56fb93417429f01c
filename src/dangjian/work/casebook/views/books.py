"""The web book: an edition to be read on screens, by everybody where it is open."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangjian.kernel.access.clock import today
from dangjian.kernel.access.views import public
from dangjian.kernel.attachments import storage
from dangjian.kernel.documents.blocks import Picture
from dangjian.kernel.documents.pictures import WIDE, scaled

from .. import queries
from ..binding import Bound, Placed, month_of
from ..indexing import Names

KEPT_SECONDS = 3600


@public
def book(request: Any, code: UUID) -> HttpResponse:
    """The first page: title, preface, contents by parts, table of cases, index of organisations."""
    edition = queries.book_for(code, request.actor)
    bound = Bound(edition, today())
    by_name: dict[str, list[Placed]] = defaultdict(list)
    for one in bound.placed:
        by_name[one.short_name].append(one)
    groups = Names(bound.placed).groups()
    context = {
        "edition": edition,
        "cover": [line for line in edition.cover.splitlines() if line.strip()] or [edition.title],
        "month": month_of(edition.issued_on) if edition.issued_on else "",
        "preface": bound.preface(),
        "parts": bound.parts,
        "index": [(letter, [(name, by_name[name]) for name in names]) for letter, names in groups],
    }
    return render(request, "casebook/book/contents.html", context)


@public
def chapter(request: Any, code: UUID, place: int) -> HttpResponse:
    """One case of the book."""
    edition = queries.book_for(code, request.actor)

    def address(picture: Picture) -> str:
        return reverse("casebook:book-picture", args=[code, queries.file_of(picture)])

    case = queries.web_case(edition, place, today(), address)
    return render(request, "casebook/book/case.html", {"edition": edition, "page": case})


@public
def picture(request: Any, code: UUID, number: int) -> HttpResponse:
    """A picture of the book, made small enough for screens, without where and when it was taken."""
    edition = queries.book_for(code, request.actor)
    file = queries.web_picture(edition, number)
    (image,) = scaled([Picture(lambda: storage.opened(file.sha256))], WIDE)
    if image is None:
        raise Http404
    answer = HttpResponse(image.data, content_type="image/jpeg")
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return answer
