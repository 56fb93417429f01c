"""Whether imports stand still half-way, and whether their files are there."""

from __future__ import annotations

from collections.abc import Iterator

from dangjian.kernel.access.clock import today
from dangjian.kernel.health import Check, Finding, register

from .models import WORKING, ImportBatch
from .storage import folder, progress


def _stale() -> Iterator[Finding]:
    stuck = [batch.pk for batch in ImportBatch.objects.filter(state__in=WORKING) if not progress(batch.pk).alive]
    if stuck:
        yield Finding(
            f"{len(stuck)} imports stopped half-way, the first is number {stuck[0]}; nothing of them was taken over.",
            "Open the import and start the step again.",
        )
    if overdue := ImportBatch.objects.filter(keep_until__lt=today()).exclude(stored_as="").count():
        yield Finding(
            f"The files of {overdue} imports should have been deleted by now.",
            "Purge them: the timed jobs of “dangjian serve” do it each day.",
        )
    kept = ImportBatch.objects.exclude(stored_as="").values_list("pk", "stored_as")
    missing = [pk for pk, name in kept.iterator() if not (folder() / name).is_file()]
    if missing:
        yield Finding(
            f"The files of {len(missing)} imports are missing, the first is number {missing[0]}.",
            "Upload them again, or bring the folder “imports” back from a backup.",
        )


register(Check("imports.batches", "Imports", _stale))
