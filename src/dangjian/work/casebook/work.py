"""Makes the files that were asked for, outside of requests: `dangjian serve` calls `work_next` every second."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dangjian.kernel.access.clock import today
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.work.holding import Hold
from dangjian.kernel.work.states import WorkState

from .errors import EditionError
from .making import make
from .models import EditionFile
from .storage import FILES

WORK = Hold("casebooks", EditionError)
MOST_ATTEMPTS = 3


def work_next() -> bool:
    """Make the oldest file that waits. Returns whether there was one; a failure is kept with its row."""
    waiting = EditionFile.objects.filter(state__in=(WorkState.WAITING, WorkState.WORKING)).order_by("pk")
    for file in waiting.select_related("edition__organisation")[:50]:
        if not WORK.progress(file).alive:
            with suppress(ServiceError):  # the row keeps the reason
                _make(file)
            return True
    return False


def _make(file: EditionFile) -> None:
    file = WORK.take(file, (WorkState.WAITING,), WorkState.WORKING)
    with translation.override(file.language), WORK.giving_back(file, WorkState.FAILED):
        file.attempts += 1
        file.save(update_fields=["attempts"])
        if file.attempts > MOST_ATTEMPTS:
            raise EditionError(_("The work stopped half-way three times. Ask again with fewer or smaller pictures."))
        began = time.monotonic()
        with FILES.written(file.kind) as (target, keep):
            make(file.edition, file.kind, target, today(), lambda done, total: WORK.report(file, done, total))
            file.size = target.tell()
            target.seek(0)
            file.sha256 = hashlib.file_digest(target, "sha256").hexdigest()  # type: ignore[arg-type]
            file.seconds = round(time.monotonic() - began, 2)
            _finish(file, keep())


@transaction.atomic
def _finish(file: EditionFile, name: str) -> None:
    WORK.still_ours(file)
    file.state, file.claim, file.stored_as = WorkState.DONE, "", name
    file.save(update_fields=["state", "claim", "trouble", "stored_as", "size", "sha256", "seconds"])
