"""Photographs of signature sheets: new ones, and those whose code could not be read."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..services.sheets import Photograph

MOST_PHOTOGRAPHS = 8


class PhotographsInput(forms.FileInput):
    """Several pictures at once, or one from the camera."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """One of them for the field; the form reads them all."""
        return files.get(name)


class SheetsForm(forms.Form):
    """Photographs that were chosen, beside those that wait in the page with a code typed for each."""

    photographs = forms.FileField(
        label=_("Photographs"),
        required=False,
        allow_empty_file=True,
        widget=PhotographsInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        help_text=_("PNG, JPEG or WebP; at most 8 at a time. The printed square must be on the picture."),
    )

    def clean(self) -> dict[str, Any]:
        """At least one photograph, and no more than the page can hold."""
        chosen, waiting = self.files.getlist("photographs"), self.data.getlist("kept-data")  # type: ignore[attr-defined]
        if not chosen and not waiting:
            self.add_error("photographs", gettext("Choose at least one photograph."))
        if len(chosen) + len(waiting) > MOST_PHOTOGRAPHS:
            self.add_error("photographs", gettext("At most 8 photographs at a time. Send the others afterwards."))
        return super().clean() or {}

    def kept(self) -> list[tuple[str, str, str]]:
        """Name, picture in letters and typed code of each photograph that waited in the page."""
        columns = [self.data.getlist(f"kept-{name}") for name in ("name", "data", "code")]  # type: ignore[attr-defined]
        return list(zip(*columns, strict=False))

    def sent(self) -> Iterator[Photograph]:
        """What was sent, waiting ones first."""
        for name, data, code in self.kept():
            yield Photograph(name, _decoded(data), code)
        for file in self.files.getlist("photographs"):
            yield Photograph(file.name or "", file.read(settings.DANGJIAN_ATTACHMENT_LIMIT + 1))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
