"""Whether every attached file lies where its row says."""

from __future__ import annotations

from collections.abc import Iterator

from dangjian.kernel.health import Check, Finding, register

from .models import Attachment
from .storage import place_of


def _files() -> Iterator[Finding]:
    missing, first = 0, ""
    kept = Attachment.objects.filter(withdrawn_at=None).values_list("sha256", "size", "name").distinct()
    for sha256, size, name in kept.iterator():
        place = place_of(sha256)
        if not place.is_file() or place.stat().st_size != size:
            missing, first = missing + 1, first or name
    if missing:
        yield Finding(
            f"{missing} attached files are missing or cut short; the first is “{first}”.",
            "Bring the folder “files” back from the last backup.",
        )


register(Check("attachments.files", "Attached files", _files))
