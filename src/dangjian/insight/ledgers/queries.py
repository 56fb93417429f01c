"""What is asked about layouts, templates and files of ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import ancestors
from dangjian.kernel.work.holding import Hold
from dangjian.kernel.work.progress import Progress
from dangjian.kernel.work.states import WorkState

from .enums import BatchState, PictureLayout
from .errors import LedgerError
from .models import LedgerBatch, LedgerLayout, LedgerRun, LedgerTemplate
from .permissions import TAKE_LEDGER

RUNS = Hold("ledgers", LedgerError)
BATCHES = Hold("ledgers/batches", LedgerError)
SHOWN = 20


def layout_for(organisation: Organisation, day: date) -> str:
    """How photographs stand in an organisation's ledgers: its own choice, else that of the nearest above it."""
    chosen = LedgerLayout.objects.on(day).filter(organisation__path__in=ancestors(organisation.path or ""))
    found = chosen.order_by("-organisation__depth").first()
    return found.pictures if found else PictureLayout.SMALL


def template_for(organisation: Organisation) -> LedgerTemplate | None:
    """The Word file that an organisation's ledgers are filled into: its own, else that of the nearest above."""
    kept = LedgerTemplate.objects.filter(organisation__path__in=ancestors(organisation.path or ""), in_use=True)
    return kept.select_related("organisation").order_by("-organisation__depth").first()


@dataclass(frozen=True)
class Version:
    """A Word file that an organisation has had; `file` is its attachment, None where that was withdrawn."""

    template: LedgerTemplate
    file: Attachment | None


def versions_of(organisation: Organisation) -> list[Version]:
    """The Word files that an organisation has had, latest first."""
    versions = list(LedgerTemplate.objects.filter(organisation=organisation)[:SHOWN])
    label = LedgerTemplate._meta.label_lower
    files = Attachment.objects.present().filter(target_type=label, target_id__in=[one.pk for one in versions])
    by_version = {file.target_id: file for file in files}
    return [Version(one, by_version.get(one.pk)) for one in versions]


@dataclass(frozen=True)
class ShownRun:
    """A file with how far it is."""

    run: LedgerRun
    progress: Progress


@dataclass(frozen=True)
class ShownBatch:
    """A batch with how many of its files are ready, failed, and in all."""

    batch: LedgerBatch
    made: int
    failed: int
    total: int

    @property
    def done(self) -> int:
        """Those that need no more work."""
        return self.made + self.failed


def runs_of(actor: Actor) -> list[ShownRun]:
    """The latest files that this person asked for, single ones only."""
    rows = LedgerRun.objects.visible_to(actor, TAKE_LEDGER).filter(asked_by=actor.account_id, batch=None)
    return [ShownRun(run, RUNS.progress(run)) for run in rows.select_related("organisation")[:SHOWN]]


def batches_of(actor: Actor) -> list[ShownBatch]:
    """The latest batches that this person asked for."""
    rows = LedgerBatch.objects.visible_to(actor, TAKE_LEDGER).filter(asked_by=actor.account_id)
    counted: Any = rows.select_related("organisation").annotate(
        made=Count("runs", filter=Q(runs__state=WorkState.DONE)),
        failed=Count("runs", filter=Q(runs__state=WorkState.FAILED)),
        total=Count("runs"),
    )
    return [ShownBatch(batch, batch.made, batch.failed, batch.total) for batch in counted[:SHOWN]]


def is_moving(runs: Sequence[ShownRun], batches: Sequence[ShownBatch]) -> bool:
    """Whether anything is still being made, so that the page asks again."""
    return any(one.run.state in (WorkState.WAITING, WorkState.WORKING) for one in runs) or any(
        one.batch.state in (BatchState.WORKING, BatchState.PACKING) for one in batches
    )


def failures_of(batch: LedgerBatch) -> QuerySet[LedgerRun]:
    """What of a batch failed, with the reasons."""
    return batch.runs.filter(state=WorkState.FAILED).select_related("organisation").order_by("organisation__code")


def open_runs() -> QuerySet[Any]:
    """The queue: single files first, so that nobody waits behind a city's batch."""
    single = Case(When(batch=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = LedgerRun.objects.filter(state__in=(WorkState.WAITING, WorkState.WORKING))
    rows = rows.filter(Q(batch=None) | Q(batch__state=BatchState.WORKING))
    return rows.select_related("organisation", "asked_by", "batch").order_by(single, "pk")


def open_batches() -> QuerySet[Any]:
    """Batches whose files are all made or failed, and that are not packed yet."""
    unfinished = LedgerRun.objects.filter(state__in=(WorkState.WAITING, WorkState.WORKING)).exclude(batch=None)
    rows = LedgerBatch.objects.filter(state__in=(BatchState.WORKING, BatchState.PACKING))
    return rows.exclude(pk__in=unfinished.values("batch")).select_related("organisation", "asked_by").order_by("pk")
