"""Opening a file: within scope, with headers that let nothing run."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.permissions import VIEW_FILE
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look

_SHOWN = {"image/png", "image/jpeg", "image/webp", "application/pdf"}
# The viewers built into browsers do not start in a sandbox, so a PDF gets none; it was taken without scripts.
_SANDBOX = "default-src 'none'; sandbox"
_NO_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


@reads(VIEW_FILE)
def download(request: Any, attachment_id: int) -> Any:
    """The file as a download; with `?show` pictures and PDF in the browser."""
    attachment = fetch(Attachment.objects.present(), attachment_id, request.actor, VIEW_FILE)
    if not request.actor.may(attachment.permission, attachment.organisation.path):
        raise PermissionDenied
    try:
        file = storage.opened(attachment.sha256)
    except FileNotFoundError:
        raise Http404
    looked(request.actor, attachment, Look.What.EXPORT, organisation=attachment.organisation)
    shown = "show" in request.GET and attachment.media_type in _SHOWN
    response = FileResponse(file, as_attachment=not shown, filename=attachment.name, content_type=attachment.media_type)
    response["Content-Security-Policy"] = _NO_SANDBOX if attachment.media_type == "application/pdf" else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
