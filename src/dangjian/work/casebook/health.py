"""Whether what came out still says what it said, and whether its files are there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.health import Check, Finding, register
from dangjian.kernel.work.states import WorkState

from .models import Edition, EditionFile
from .services.issuing import is_intact
from .storage import FILES


def _changed() -> Iterator[Finding]:
    for edition in Edition.objects.issued().iterator():
        if not is_intact(edition):
            yield Finding(
                _("The casebook “{title}” no longer matches its digest.").format(title=edition.title),
                _("Compare it with its printed files; the audit names the digest of the day of issue."),
            )


def _files() -> Iterator[Finding]:
    for file in EditionFile.objects.filter(is_print=True, state=WorkState.DONE).select_related("edition"):
        place = FILES.place_of(file.stored_as)
        if not place.is_file():
            words = _("A file of the casebook “{title}” is missing: {kind}.")
        elif _digest(place) != file.sha256:
            words = _("A file of the casebook “{title}” no longer matches its digest: {kind}.")
        else:
            continue
        yield Finding(
            words.format(title=file.edition.title, kind=file.get_kind_display()),
            _("Take it from the last backup, or from whoever has the book."),
        )


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


register(Check("casebook.intact", gettext_lazy("Casebooks say what they said when they came out"), _changed))
register(Check("casebook.files", gettext_lazy("Files of casebooks are there and as they were made"), _files))
