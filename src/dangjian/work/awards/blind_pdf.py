"""A PDF for a panel: taken apart into pages and put together without properties, notes and links."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

from .blinding import Name, names_in
from .errors import BlindFileError

_SAYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Annots", "/AA", "/Author", "/Title")


def written_anew(data: bytes, names: Sequence[Name]) -> bytes:
    """A PDF put together again from its pages alone.

    Raises:
        BlindFileError: it is damaged or protected, or a name can be read in it.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise BlindFileError(_("The file is damaged or protected by a password."))
        left = names_in("\n".join(page.extract_text() for page in reader.pages), names)
        if left:
            words = _(", ").join(name.text for name in left[:5])
            raise BlindFileError(
                _("Names can be read in the PDF: {names}. Add the Word file instead, or take them out.").format(
                    names=words
                )
            )
        writer = PdfWriter()
        for page in reader.pages:
            _without_says(page, set())
            writer.add_page(page)
        writer.metadata = None
        buffer = io.BytesIO()
        writer.write(buffer)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BlindFileError(_("The file is damaged or protected by a password."))
    return buffer.getvalue()


def _without_says(node: Any, seen: set[int]) -> None:
    """Take away what pages and their pictures say about who made them."""
    if isinstance(node, IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, list):
        for one in node:
            _without_says(one, seen)
    if isinstance(node, DictionaryObject):
        for key in _SAYS:
            node.pop(key, None)
        for key, value in node.items():
            if key != "/Parent":
                _without_says(value, seen)
