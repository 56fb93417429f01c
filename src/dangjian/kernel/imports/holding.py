"""Holding a batch during long work: one worker at a time, given back when it fails, taken over when its worker died."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from dangjian.kernel.errors import ServiceError

from . import storage
from .models import ImportBatch, State

CHUNK = 1000
_USUAL, _RARE = gc.get_threshold(), 100_000
Tell = Callable[[int, int], None]
"""Told the rows done and the rows in all (0 = not known)."""
M = TypeVar("M", bound=models.Model)


class ImportFlowError(ServiceError):
    """The step does not fit the state of the import."""


def locked(batch: ImportBatch, states: Iterable[str]) -> ImportBatch:
    """The batch as it is now, locked for the caller's transaction.

    Raises:
        ImportFlowError: it is in none of these states.
    """
    current = ImportBatch.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=batch.pk)
    if current.state not in tuple(states):
        raise ImportFlowError(
            _("This step is not possible now: the import is in the state “%(state)s”.")
            % {"state": current.get_state_display()}
        )
    return current


@transaction.atomic
def take(batch: ImportBatch, states: Iterable[State], working: State) -> ImportBatch:
    """Take hold of a batch for long work, also when the worker that held it is gone.

    Raises:
        ImportFlowError: it is in another state, or its worker is alive.
    """
    current = locked(batch, (*states, working))
    if current.state == working and storage.progress(batch.pk).alive:
        raise ImportFlowError(_("Somebody is already working on this import."))
    current.state, current.claim, current.trouble = working, secrets.token_hex(16), ""
    current.save(update_fields=["state", "claim", "trouble"])
    storage.note_progress(batch.pk, 0, 0)
    return current


def still_ours(batch: ImportBatch) -> None:
    """Make sure, inside the work's transaction, that nobody took the batch over meanwhile.

    Raises:
        ImportFlowError: somebody did.
    """
    current = ImportBatch.objects.select_for_update().only("claim").get(pk=batch.pk)
    if current.claim != batch.claim:
        raise ImportFlowError(_("Somebody is already working on this import."))


@contextmanager
def giving_back(batch: ImportBatch, state: State) -> Iterator[None]:
    """On failure the batch returns to `state` with the reason in words; progress ends in any case.

    Meanwhile Python looks for forgotten cycles more rarely: the objects of a chunk form none, and looking through
    them again and again takes a tenth of the time.
    """
    gc.set_threshold(_RARE, *_USUAL[1:])
    try:
        yield
    except Exception as error:
        reason = str(error) if isinstance(error, ServiceError) else _("An unexpected error stopped the import.")
        ImportBatch.objects.filter(pk=batch.pk, claim=batch.claim).update(state=state, claim="", trouble=reason)
        raise
    finally:
        gc.set_threshold(*_USUAL)
        storage.end_progress(batch.pk)


def report(batch: ImportBatch, done: int, total: int, tell: Tell | None) -> None:
    """Tell how far the work is: to everybody through the progress file, and to the caller."""
    storage.note_progress(batch.pk, done, total)
    if tell is not None:
        tell(done, total)


def by_key(rows: models.QuerySet[M], *, newest_first: bool = False) -> Iterator[list[M]]:
    """The rows of a query set in chunks, in the order of their keys, without holding them all."""
    last = None
    while True:
        chunk = rows.order_by("-pk" if newest_first else "pk")
        if last is not None:
            chunk = chunk.filter(pk__lt=last) if newest_first else chunk.filter(pk__gt=last)
        found = list(chunk[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1].pk
