"""The list page of every record kind, its file, and the timeline of an organisation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from dangjian.kernel.access.views import signed_in, writes
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look

from .export import EXPORT, exported
from .kinds import RecordKind, registry
from .listing import Listing


def kind_or_404(key: str, actor: Any) -> RecordKind:
    """The kind of this key.

    Raises:
        Http404: no such kind.
        PermissionDenied: the actor holds its permission nowhere.
    """
    if key not in registry:
        raise Http404
    kind = registry[key]
    if not actor.may(kind.permission):
        raise PermissionDenied
    return kind


@signed_in
def records_list(request: Any, kind: str) -> HttpResponse:
    """A list with filters, search, order and pages, all in the address."""
    declared = kind_or_404(kind, request.actor)
    listing = Listing(declared, request.actor, request.GET)
    if declared.shows_persons:
        looked(request.actor, None, Look.What.PAGE, label=str(declared.label))
    may_export = declared.export and request.actor.may(EXPORT)
    return render(request, "records/list.html", {"listing": listing, "kind": declared, "may_export": may_export})


@writes(EXPORT)
def export_list(request: Any, kind: str) -> HttpResponse | FileResponse:
    """The list exactly as seen, as a spreadsheet with the reader's name on it; logged."""
    declared = kind_or_404(kind, request.actor)
    listing = Listing(declared, request.actor, request.GET)
    if request.method != "POST":
        return render(request, "records/export.html", {"listing": listing, "kind": declared})
    stream, name = exported(listing, by=request.actor)
    return FileResponse(stream, as_attachment=True, filename=name)
