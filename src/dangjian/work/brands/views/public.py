"""The showcase: brands as the public sees them, without an account."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from dangjian.kernel.access.views import public
from dangjian.kernel.attachments import storage

from .. import services
from ..models import Brand
from ..queries import showcase as queries


def _shown(code: str) -> Brand:
    found = queries.brands_on_show().filter(show_code=code).first()
    if found is None:
        raise Http404
    return found


@public
def showcase(request: Any) -> HttpResponse:
    """All brands that are shown, by organisation."""
    return render(request, "brands/showcase.html", {"brands": queries.brands_on_show()})


@public
def shown(request: Any, code: str) -> HttpResponse:
    """One brand as the public sees it."""
    found = _shown(code)
    face = queries.face_of(found, shown=True)
    context = {"brand": found, "face": face, "honours": queries.honours_shown(found)}
    return render(request, "brands/shown.html", context)


@public
def logo(request: Any, code: str) -> Any:
    """The logo of a brand that is shown."""
    kept = services.logo_of(_shown(code))
    if kept is None:
        raise Http404
    try:
        file = storage.opened(kept.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=kept.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    return response
