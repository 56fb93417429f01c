"""Does the long work of imports outside of requests: `dangjian serve` calls `work_next` every second.

The batches are the queue. A batch in a working state that nobody works on waits for its worker, or has lost it: both
look the same and are treated the same, so that an import survives a power cut.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.errors import ServiceError

from . import services
from .holding import ImportFlowError, locked
from .models import UNDO_DAYS, WORKING, ImportBatch, State
from .storage import progress
from .targets import registry

_STEPS = {State.PREVIEWING: services.preview, State.APPLYING: services.apply, State.UNDOING: services.undo}
_BACK = {State.PREVIEWING: State.MAPPED, State.APPLYING: State.PREVIEWED, State.UNDOING: State.APPLIED}

_ASKED_FROM = {
    State.PREVIEWING: (State.MAPPED, State.PREVIEWED),
    State.APPLYING: (State.PREVIEWED,),
    State.UNDOING: (State.APPLIED,),
}


@transaction.atomic
def ask_for(*, batch: ImportBatch, work: State, today: dt.date, by: Actor) -> ImportBatch:
    """Have a worker do the long work of a step; the batch itself is the queue, so nothing is lost with a worker.

    Args:
        batch: the import.
        work: the state while it is done: previewing, applying or undoing.
        today: for the end of the undo window.
        by: who asks; the work is done in their name.
    Raises:
        ImportFlowError: the step does not fit, nothing is chosen, or the time is over.
    """
    batch = locked(batch, _ASKED_FROM[work])
    if work == State.APPLYING and not batch.to_write().exists():
        raise ImportFlowError(_("No row is chosen to be taken over."))
    if work == State.UNDOING and not batch.can_undo(today):
        raise ImportFlowError(
            _("This import can no longer be taken back: the %(days)s days are over.") % {"days": UNDO_DAYS}
        )
    batch.state, batch.claim, batch.trouble, batch.asked_by_id = work, "", "", by.account_id
    batch.save(update_fields=["state", "claim", "trouble", "asked_by"])
    return batch


def work_next() -> bool:
    """Do the oldest piece of work that was asked for. Returns whether there was one.

    A refusal is kept with the batch for whoever asked. Work from the command line is left to the command line.
    """
    waiting = ImportBatch.objects.filter(state__in=WORKING, asked_by__isnull=False).order_by("pk")
    for batch in waiting.select_related("organisation"):
        if not progress(batch.pk).alive:
            _work(batch)
            return True
    return False


def _work(batch: ImportBatch) -> None:
    account = get_user_model()._default_manager.filter(pk=batch.asked_by_id, is_active=True).first()
    actor = actor_for(account) if account else None
    if actor is None or not actor.may(registry[batch.target].permission, batch.organisation.path):
        _give_up(batch)
        return
    with suppress(ServiceError):  # the batch keeps the reason
        _STEPS[State(batch.state)](batch=batch, today=actor.today, by=actor)


@transaction.atomic
def _give_up(batch: ImportBatch) -> None:
    """Whoever asked may not do it any more: the batch goes back to where it was."""
    try:
        current = locked(batch, WORKING)
    except ImportFlowError:
        return
    current.state, current.claim = _BACK[State(current.state)], ""
    current.trouble = _("Whoever asked for it may not import here any more.")
    current.save(update_fields=["state", "claim", "trouble"])
