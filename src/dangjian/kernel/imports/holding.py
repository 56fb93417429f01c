"""Holding a batch during long work: one worker at a time, given back when it fails, taken over when its worker died."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.work.holding import Hold

from .models import ImportBatch, State

CHUNK = 1000
_USUAL, _RARE = gc.get_threshold(), 100_000
M = TypeVar("M", bound=models.Model)


class ImportFlowError(ServiceError):
    """The step does not fit the state of the import."""


_hold = Hold("imports", ImportFlowError)
locked, take, still_ours, report = _hold.locked, _hold.take, _hold.still_ours, _hold.report


@contextmanager
def giving_back(batch: ImportBatch, state: State) -> Iterator[None]:
    """On failure the batch returns to `state` with the reason in words; progress ends in any case.

    Meanwhile Python looks for forgotten cycles more rarely: the objects of a chunk form none, and looking through
    them again and again takes a tenth of the time.
    """
    gc.set_threshold(_RARE, *_USUAL[1:])
    try:
        with _hold.giving_back(batch, state):
            yield
    finally:
        gc.set_threshold(*_USUAL)


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
