"""A file as an answer, with headers that let nothing run. Whether it may be read is asked before."""

from __future__ import annotations

from django.http import FileResponse, Http404

from . import storage
from .models import Attachment

_SHOWN = {"image/png", "image/jpeg", "image/webp", "application/pdf"}
# The viewers built into browsers do not start in a sandbox, so a PDF gets none; it was taken without scripts.
_SANDBOX = "default-src 'none'; sandbox"
_NO_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


def served(attachment: Attachment, *, name: str = "", shown: bool = False) -> FileResponse:
    """The file to be kept, or pictures and PDF to be shown in the browser.

    Args:
        name: what it is called where its own name must not be read.
        shown: whether it is opened in the browser, if it is of a kind that may be.

    Raises:
        Http404: the file is not on the disk.
    """
    try:
        file = storage.opened(attachment.sha256)
    except FileNotFoundError:
        raise Http404
    opens = shown and attachment.media_type in _SHOWN
    response = FileResponse(
        file, as_attachment=not opens, filename=name or attachment.name, content_type=attachment.media_type
    )
    response["Content-Security-Policy"] = _NO_SANDBOX if attachment.media_type == "application/pdf" else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
