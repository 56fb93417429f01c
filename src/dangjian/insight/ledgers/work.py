"""Makes the ledgers that were asked for, outside of requests: `dangjian serve` calls `work_next` every second.

The runs are the queue. A run that is being made while nobody is at it has lost its worker and is begun anew; what a
batch has ready stays ready, so a batch goes on where a power cut left it.
"""

from __future__ import annotations

from contextlib import suppress
from zipfile import ZIP_STORED, ZipFile

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.audit.looks import flush
from dangjian.kernel.audit.services import record
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.work.states import WorkState

from . import actions
from .enums import BatchState
from .errors import LedgerError
from .gathering import ledger_of
from .making import file_name, make
from .models import LedgerBatch, LedgerRun
from .permissions import TAKE_BATCH, TAKE_LEDGER
from .queries import BATCHES, RUNS, open_batches, open_runs
from .storage import FILES

MOST_ATTEMPTS = 3


def work_next() -> bool:
    """Do the oldest piece of work that waits. Returns whether there was one; a failure is kept with its row."""
    for run in open_runs()[:50]:
        if not RUNS.progress(run).alive:
            with suppress(ServiceError):  # the run keeps the reason
                _make(run)
            return True
    for batch in open_batches()[:50]:
        if not BATCHES.progress(batch).alive:
            with suppress(ServiceError):
                _pack(batch)
            return True
    return False


def _make(run: LedgerRun) -> None:
    run = RUNS.take(run, (WorkState.WAITING,), WorkState.WORKING)
    with translation.override(run.language), RUNS.giving_back(run, WorkState.FAILED):
        run.attempts += 1
        run.save(update_fields=["attempts"])
        if run.attempts > MOST_ATTEMPTS:
            raise LedgerError(_("The work stopped half-way three times. Ask for a shorter period, or for Excel."))
        actor = _actor_of(run, TAKE_BATCH if run.batch_id else TAKE_LEDGER)
        ledger = ledger_of(run.organisation, run.about, actor)
        with FILES.written(run.kind) as (file, keep):
            run.trouble = make(ledger, run.kind, file, lambda done, total: RUNS.report(run, done, total))
            run.size = file.tell()
            run.records = ledger.total
            _finish(run, actor, keep())


@transaction.atomic
def _finish(run: LedgerRun, actor: Actor, name: str) -> None:
    RUNS.still_ours(run)
    run.state, run.claim, run.stored_as = WorkState.DONE, "", name
    run.save(update_fields=["state", "claim", "trouble", "stored_as", "size", "records"])
    changes = {"period": run.period, "format": run.kind, "records": run.records}
    record(actions.TAKEN, run, by=actor, organisation=run.organisation, changes=changes)
    flush(actor)


def _actor_of(run: LedgerRun | LedgerBatch, permission: str) -> Actor:
    """Whoever asked, with the rights of today.

    Raises:
        LedgerError: they may not take it any more.
    """
    account = run.asked_by
    actor = actor_for(account) if account.is_active else None
    where = run.batch.organisation if isinstance(run, LedgerRun) and run.batch else run.organisation
    if actor is None or not actor.may(permission, where.path):
        raise LedgerError(_("Whoever asked for it may not take ledgers here any more."))
    return actor


def _pack(batch: LedgerBatch) -> None:
    batch = BATCHES.take(batch, (BatchState.WORKING,), BatchState.PACKING)
    with translation.override(batch.language), BATCHES.giving_back(batch, BatchState.STOPPED):
        runs = list(
            batch.runs.filter(state=WorkState.DONE).select_related("organisation").order_by("organisation__code")
        )
        with FILES.written("zip") as (file, keep):
            with ZipFile(file, "w", ZIP_STORED, allowZip64=True) as packed:
                for number, run in enumerate(runs, start=1):
                    name = file_name(f"{run.organisation.code}-{run.organisation.short_name}", run.period, run.kind)
                    packed.write(FILES.place_of(run.stored_as), name)
                    BATCHES.report(batch, number, len(runs))
            batch.size = file.tell()
            _packed(batch, keep())


@transaction.atomic
def _packed(batch: LedgerBatch, name: str) -> None:
    BATCHES.still_ours(batch)
    former, batch.stored_as = batch.stored_as, name
    batch.state, batch.claim = BatchState.DONE, ""
    batch.save(update_fields=["state", "claim", "stored_as", "size"])
    transaction.on_commit(lambda: FILES.remove(former))
